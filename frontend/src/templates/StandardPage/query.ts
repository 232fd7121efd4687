import { BodyFragment } from '../../cms/fragments';
import { graphql } from '../../cms/graphql';

export const StandardPageFragment = graphql(
  `
    fragment StandardPageTemplate on StandardPage {
      summary
      body {
        ...Body
      }
    }
  `,
  [BodyFragment],
);
