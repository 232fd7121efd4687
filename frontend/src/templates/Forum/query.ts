import { graphql } from '../../cms/graphql';

export const ForumFragment = graphql(`
  fragment ForumTemplate on Forum {
    tracks {
      id
      name
      description {
        html
      }
    }
    awards {
      name
      track
      description {
        html
      }
    }
    grants {
      name
      audience
      covers
      description {
        html
      }
    }
    selectionCriteria {
      name
    }
    submissionGuidelines {
      html
    }
    scheduleStatus
    isOpenToTeams
    maxPages
    columns
    fontSizePt
    templateName
    templateUrl
  }
`);
