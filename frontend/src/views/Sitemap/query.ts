import { graphql } from '../../cms/graphql';

export const SitemapDocument = graphql(`
  query Sitemap($after: String) {
    site {
      url
      languages {
        locale
      }
    }
    pages(first: 100, after: $after) {
      nodes {
        url
        locale
        updatedAt
        translations {
          url
          locale
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export const SitemapPeopleDocument = graphql(`
  query SitemapPeople($after: String) {
    people(first: 100, after: $after) {
      nodes {
        path
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
