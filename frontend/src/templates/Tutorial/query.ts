import { graphql } from '../../cms/graphql';

export const TutorialFragment = graphql(`
  fragment TutorialTemplate on Tutorial {
    abstract {
      html
    }
    prerequisites {
      html
    }
    delivery
    deliveryNote
  }
`);
