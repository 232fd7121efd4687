import { CardFragment } from '../../cms/fragments';
import { graphql } from '../../cms/graphql';

export const SeminarSeriesFragment = graphql(
  `
    fragment SeminarSeriesTemplate on SeminarSeries {
      about {
        html
      }
      cadenceText
      cadenceWeekday
      usualTime
      usualMinutes
      seriesStatus
      ahead: talks(first: 50, where: { phase: [LIVE, UPCOMING, UNSCHEDULED, POSTPONED] }) {
        nodes {
          ...Card
        }
        totalCount
      }
      past: talks(first: 20, after: $after, newestFirst: true, where: { phase: [PAST, CANCELLED] }) {
        nodes {
          ...Card
          links(kinds: [RECORDING, SLIDES]) {
            kind
            label
            url
            note
            availability
          }
        }
        totalCount
        pageInfo {
          endCursor
          hasNextPage
          hasPreviousPage
        }
      }
    }
  `,
  [CardFragment],
);
