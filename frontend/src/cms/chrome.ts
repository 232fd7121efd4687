import { ChromeFragment } from './fragments';
import { graphql } from './graphql';

/** The site alone, for pages that show nothing else of the CMS. */
export const ChromeDocument = graphql(
  `
    query Chrome {
      ...Chrome
    }
  `,
  [ChromeFragment],
);
