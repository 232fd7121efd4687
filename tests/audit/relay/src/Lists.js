import { graphql } from "relay-runtime";

export const query = graphql`
  query ListsQuery($words: String!) {
    ...Lists_dates
    ...Lists_people
    ...Lists_sessions
    ...Lists_talks
    ...Lists_found @arguments(words: $words)
  }
`;

export const dates = graphql`
  fragment Lists_dates on Query
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    where: { type: "ImportantDateFilter" }
  )
  @refetchable(queryName: "ListsDatesPaginationQuery") {
    importantDates(first: $first, after: $after, where: $where) @connection(key: "Lists_importantDates") {
      edges {
        node {
          id
          label
        }
      }
    }
  }
`;

export const people = graphql`
  fragment Lists_people on Query
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    where: { type: "PersonFilter" }
  )
  @refetchable(queryName: "ListsPeoplePaginationQuery") {
    people(first: $first, after: $after, where: $where) @connection(key: "Lists_people") {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`;

export const sessions = graphql`
  fragment Lists_sessions on Query
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    where: { type: "SessionFilter" }
  )
  @refetchable(queryName: "ListsSessionsPaginationQuery") {
    sessions(first: $first, after: $after, where: $where) @connection(key: "Lists_sessions") {
      edges {
        node {
          id
          title
        }
      }
    }
  }
`;

export const talks = graphql`
  fragment Lists_talks on Query
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    where: { type: "TalkFilter" }
  )
  @refetchable(queryName: "ListsTalksPaginationQuery") {
    talks(first: $first, after: $after, where: $where) @connection(key: "Lists_talks") {
      edges {
        node {
          id
          title
        }
      }
    }
  }
`;

export const found = graphql`
  fragment Lists_found on Query
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    words: { type: "String!" }
  )
  @refetchable(queryName: "ListsFoundPaginationQuery") {
    search(first: $first, after: $after, words: $words) @connection(key: "Lists_search") {
      edges {
        node {
          id
          title
        }
      }
    }
  }
`;
