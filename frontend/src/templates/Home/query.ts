import { BodyFragment, CardFragment, DateFragment } from '../../cms/fragments';
import { graphql, type ResultOf } from '../../cms/graphql';
import type { Reading } from '../../cms/request';

export const HomeFragment = graphql(
  `
    fragment HomeTemplate on Home {
      introduction
      body {
        ...Body
      }
    }
  `,
  [BodyFragment],
);

/** What is on, what comes next, and which deadlines are open. */
export const HomeListsDocument = graphql(
  `
    query HomeLists($id: ID!) {
      live: events(
        first: 12
        where: { below: $id, types: [CALL_FOR_PAPERS, FORUM, TALK, TUTORIAL], phase: [LIVE] }
      ) {
        nodes {
          ...Card
        }
      }
      next: events(
        first: 12
        where: { below: $id, types: [CALL_FOR_PAPERS, FORUM, TALK, TUTORIAL], phase: [UPCOMING] }
      ) {
        nodes {
          ...Card
        }
      }
      communities: events(
        first: 24
        where: { below: $id, types: [SEMINAR_SERIES] }
        orderBy: [{ field: TITLE }]
      ) {
        nodes {
          ...Card
        }
      }
      deadlines: importantDates(
        first: 8
        where: { below: $id, state: [OPEN], kinds: [ABSTRACT, SUBMISSION, GRANT_APPLICATION, REGISTRATION] }
      ) {
        nodes {
          ...DateOfEvent
          event {
            title
            shortTitle
            path
          }
        }
      }
    }
  `,
  [CardFragment, DateFragment],
);

export type HomeLists = ResultOf<typeof HomeListsDocument>;

export function readHomeLists({ id }: { id: string }, { cms }: { cms: Reading }): Promise<HomeLists> {
  return cms.read(HomeListsDocument, { id });
}
