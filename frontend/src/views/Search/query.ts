import { ChromeFragment, SpanFragment, TurnsFragment } from '../../cms/fragments';
import { graphql, type FragmentOf } from '../../cms/graphql';

const FoundFragment = graphql(
  `
    fragment Found on ContentPage {
      __typename
      id
      title
      path
      locale
      seo {
        description
      }
      ... on Event {
        summary
        phase
        status
        when {
          ...Span
        }
      }
      ... on Talk {
        series {
          title
        }
      }
    }
  `,
  [SpanFragment],
);

export const SearchDocument = graphql(
  `
    query Search(
      $words: String!
      $language: Locale!
      $first: Int
      $after: String
      $last: Int
      $before: String
    ) {
      ...Chrome
      search(words: $words, onceIn: $language, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          ...Turns
        }
        nodes {
          ...Found
        }
      }
      people(search: $words, first: 12) {
        nodes {
          path
          name
          nameNative
          affiliation {
            name
          }
        }
      }
    }
  `,
  [ChromeFragment, FoundFragment, TurnsFragment],
);

export const SuggestionsDocument = graphql(
  `
    query Suggestions($words: String!, $language: Locale!) {
      search(words: $words, onceIn: $language, first: 10) {
        nodes {
          ...Found
        }
      }
      people(search: $words, first: 3) {
        nodes {
          path
          name
        }
      }
    }
  `,
  [FoundFragment],
);

export type Found = FragmentOf<typeof FoundFragment>;
