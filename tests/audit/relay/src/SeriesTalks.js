import { graphql } from "relay-runtime";

export const talks = graphql`
  fragment SeriesTalks_series on SeminarSeries
  @argumentDefinitions(last: { type: "Int", defaultValue: 10 }, before: { type: "String" })
  @refetchable(queryName: "SeriesTalksPaginationQuery") {
    talks(last: $last, before: $before) @connection(key: "SeriesTalks_talks") {
      edges {
        node {
          id
          title
        }
      }
    }
  }
`;
