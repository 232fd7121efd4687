import { CardFragment } from '../../cms/fragments';
import { graphql, type ResultOf } from '../../cms/graphql';
import type { Reading } from '../../cms/request';

export const EventIndexFragment = graphql(`
  fragment EventIndexTemplate on EventIndex {
    introduction
  }
`);

/** The events below a page: those ahead first, then the others from the latest on. */
export const EventsBelowDocument = graphql(
  `
    query EventsBelow($id: ID!, $after: String) {
      ahead: events(first: 50, where: { below: $id, phase: [LIVE, UPCOMING, UNSCHEDULED, POSTPONED] }) {
        nodes {
          ...Card
        }
      }
      past: events(
        first: 20
        after: $after
        where: { below: $id, phase: [PAST, CANCELLED] }
        orderBy: [{ field: STARTS_AT, direction: DESC }]
      ) {
        nodes {
          ...Card
        }
        pageInfo {
          endCursor
          hasNextPage
          hasPreviousPage
        }
      }
    }
  `,
  [CardFragment],
);

export type EventsBelow = ResultOf<typeof EventsBelowDocument>;

/** `after` continues the list of past events. */
export function readEventsBelow(
  { id }: { id: string },
  { cms, after }: { cms: Reading; after: string | null },
): Promise<EventsBelow> {
  return cms.read(EventsBelowDocument, { id, after });
}
