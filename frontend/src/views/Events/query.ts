import { CardFragment, ChromeFragment, TurnsFragment } from '../../cms/fragments';
import { graphql, type FragmentOf, type ResultOf, type VariablesOf } from '../../cms/graphql';

const TopicsFragment = graphql(`
  fragment Topics on TopicConnection {
    nodes {
      id
      name
      slug
    }
    pageInfo {
      endCursor
      hasNextPage
    }
  }
`);

const FacetsFragment = graphql(`
  fragment Facets on Event {
    languages
  }
`);

/** What events can be chosen by, besides what all sites know: languages of the latest ones, series, and the first topics. */
export const EventFacetsDocument = graphql(
  `
    query EventFacets($language: Locale!) {
      ...Chrome
      filed: events(
        first: 100
        where: { types: [CALL_FOR_PAPERS, FORUM, SEMINAR_SERIES, TUTORIAL] }
        orderBy: [{ field: UPDATED_AT, direction: DESC }]
      ) {
        nodes {
          ...Facets
        }
      }
      filedTalks: events(
        first: 100
        where: { types: [TALK] }
        orderBy: [{ field: STARTS_AT, direction: DESC }]
      ) {
        nodes {
          ...Facets
        }
      }
      series: events(
        first: 100
        where: { types: [SEMINAR_SERIES], onceIn: $language }
        orderBy: [{ field: TITLE }]
      ) {
        nodes {
          id
          title
          slug
        }
      }
      topics(first: 100) {
        ...Topics
      }
    }
  `,
  [ChromeFragment, FacetsFragment, TopicsFragment],
);

export const MoreTopicsDocument = graphql(
  `
    query MoreTopics($after: String!) {
      topics(first: 100, after: $after) {
        ...Topics
      }
    }
  `,
  [TopicsFragment],
);

/** A page of events, and with `isAhead` those called off, which the CMS counts among the past ones. */
export const EventsDocument = graphql(
  `
    query Events(
      $where: EventFilter!
      $calledOff: EventFilter!
      $isAhead: Boolean!
      $search: String
      $direction: OrderDirection!
      $first: Int
      $after: String
      $last: Int
      $before: String
    ) {
      events(
        where: $where
        search: $search
        orderBy: [{ field: STARTS_AT, direction: $direction }]
        first: $first
        after: $after
        last: $last
        before: $before
      ) {
        totalCount
        pageInfo {
          ...Turns
        }
        nodes {
          ...Card
        }
      }
      calledOff: events(first: 30, where: $calledOff, search: $search) @include(if: $isAhead) {
        totalCount
        nodes {
          ...Card
        }
      }
    }
  `,
  [CardFragment, TurnsFragment],
);

export type EventFacets = Omit<ResultOf<typeof EventFacetsDocument>, 'topics'> & { topics: Topic[] };
export type TopicPage = FragmentOf<typeof TopicsFragment>;
export type Topic = TopicPage['nodes'][number];
export type EventRow = FragmentOf<typeof CardFragment>;
export type EventFilter = VariablesOf<typeof EventsDocument>['where'];
