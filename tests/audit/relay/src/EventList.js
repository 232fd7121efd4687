import { graphql } from "relay-runtime";

export const query = graphql`
  query EventListQuery($where: EventFilter) {
    ...EventList_events @arguments(where: $where)
  }
`;

export const events = graphql`
  fragment EventList_events on Query
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    where: { type: "EventFilter" }
  )
  @refetchable(queryName: "EventListPaginationQuery") {
    events(first: $first, after: $after, where: $where) @connection(key: "EventList_events") {
      edges {
        node {
          ...EventList_event
        }
      }
    }
  }
`;

export const event = graphql`
  fragment EventList_event on Event @refetchable(queryName: "EventListEventRefetchQuery") {
    __typename
    title
    phase
    when {
      start {
        instant
        announcedAs
      }
    }
  }
`;
