import { ChromeFragment, DateFragment, TurnsFragment } from '../../cms/fragments';
import { graphql, type FragmentOf, type VariablesOf } from '../../cms/graphql';

const BoardDateFragment = graphql(
  `
    fragment BoardDate on ImportantDate {
      ...DateOfEvent
      event {
        __typename
        title
        shortTitle
        path
        locale
      }
    }
  `,
  [DateFragment],
);

export const DeadlinesDocument = graphql(
  `
    query Deadlines(
      $kinds: [ImportantDateKind!]
      $types: [EventType!]
      $recently: DateTime!
      $language: Locale!
      $first: Int
      $after: String
      $last: Int
      $before: String
    ) {
      ...Chrome
      open: importantDates(
        first: $first
        after: $after
        last: $last
        before: $before
        where: { state: [OPEN], kinds: $kinds, eventTypes: $types, onceIn: $language }
      ) {
        pageInfo {
          ...Turns
        }
        nodes {
          ...BoardDate
        }
      }
      closed: importantDates(
        first: 30
        latestFirst: true
        where: {
          state: [CLOSED]
          kinds: $kinds
          eventTypes: $types
          at: { gte: $recently }
          onceIn: $language
        }
      ) {
        nodes {
          ...BoardDate
        }
      }
    }
  `,
  [BoardDateFragment, ChromeFragment, TurnsFragment],
);

export type BoardDate = FragmentOf<typeof BoardDateFragment>;
type Variables = VariablesOf<typeof DeadlinesDocument>;
export type DateKind = NonNullable<Variables['kinds']>[number];
export type TypeOfEvent = NonNullable<Variables['types']>[number];
