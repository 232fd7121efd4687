import { ChromeFragment } from '../../cms/fragments';
import { graphql, type ResultOf } from '../../cms/graphql';

export const EmbedDocument = graphql(
  `
    query Embed($language: Locale!) {
      ...Chrome
      events(
        first: 12
        where: {
          types: [CALL_FOR_PAPERS, FORUM, SEMINAR_SERIES, TUTORIAL]
          phase: [LIVE, UPCOMING, POSTPONED, UNSCHEDULED]
          onceIn: $language
        }
        orderBy: [{ field: TITLE }]
      ) {
        nodes {
          __typename
          title
          slug
          url
        }
      }
    }
  `,
  [ChromeFragment],
);

export type Embeddable = NonNullable<ResultOf<typeof EmbedDocument>['events']>['nodes'][number];
