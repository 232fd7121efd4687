import { graphql } from '../../cms/graphql';

export const TalkFragment = graphql(`
  fragment TalkTemplate on Talk {
    isTitleAnnounced
    isAbstractAnnounced
    minutes
    abstract {
      html
    }
    series {
      title
      path
    }
  }
`);
