import { ChromeFragment, DateFragment, FeedFragment, SpanFragment } from '../../cms/fragments';
import { graphql, type FragmentOf, type ResultOf } from '../../cms/graphql';

const SubscribableFragment = graphql(
  `
    fragment Subscribable on Event {
      __typename
      title
      path
      locale
      feed {
        ...FeedLinks
      }
    }
  `,
  [FeedFragment],
);

export const CalendarDocument = graphql(
  `
    query Calendar($language: Locale!) {
      ...Chrome
      series: events(
        first: 60
        where: { types: [SEMINAR_SERIES], onceIn: $language }
        orderBy: [{ field: TITLE }]
      ) {
        nodes {
          ...Subscribable
        }
      }
      single: events(
        first: 40
        where: {
          types: [CALL_FOR_PAPERS, FORUM, TUTORIAL]
          phase: [LIVE, UPCOMING, POSTPONED, UNSCHEDULED]
          onceIn: $language
        }
      ) {
        nodes {
          ...Subscribable
        }
      }
    }
  `,
  [ChromeFragment, SubscribableFragment],
);

/** What happens next and what ends next; both are merged into one agenda. */
export const AgendaDocument = graphql(
  `
    query Agenda($language: Locale!) {
      events(
        first: 50
        where: { types: [CALL_FOR_PAPERS, FORUM, TALK, TUTORIAL], phase: [LIVE, UPCOMING], onceIn: $language }
      ) {
        nodes {
          __typename
          title
          path
          locale
          when {
            ...Span
          }
        }
      }
      importantDates(first: 50, where: { state: [OPEN], onceIn: $language }) {
        nodes {
          ...DateOfEvent
          event {
            title
            path
            locale
          }
        }
      }
    }
  `,
  [DateFragment, SpanFragment],
);

export type Subscribable = FragmentOf<typeof SubscribableFragment>;
export type AgendaAnswer = ResultOf<typeof AgendaDocument>;
