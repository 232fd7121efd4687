import { graphql } from '../../cms/graphql';

export const CallForPapersFragment = graphql(`
  fragment CallForPapersTemplate on CallForPapers {
    edition
    anonymity
    hasOpenTopics
    languagesAccepted
    rejectsWrongFormat
    policies {
      html
    }
    paperCategories {
      name
      maxPages
      columns
      includesBibliography
      includesAppendices
      templateName
      templateUrl
      description {
        html
      }
    }
  }
`);
