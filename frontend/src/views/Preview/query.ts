import { ChromeFragment } from '../../cms/fragments';
import { graphql } from '../../cms/graphql';
import { AnyPageFragment } from '../../templates/page';

/** As `PageDocument`, by token; `after` belongs to the lists of the page, which a preview shows from their beginning. */
export const PreviewDocument = graphql(
  `
    query Preview($token: String!, $after: String) {
      ...Chrome
      preview(token: $token) {
        ...AnyPage
      }
    }
  `,
  [ChromeFragment, AnyPageFragment],
);
