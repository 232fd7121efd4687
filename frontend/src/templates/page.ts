/** A page of the CMS with all that its template shows, read by its address or by the token of a preview. */

import { ChromeFragment } from '../cms/fragments';
import { graphql, type FragmentOf, type ResultOf } from '../cms/graphql';
import { CallForPapersFragment } from './CallForPapers/query';
import { EventFragment, PageFragment } from './event';
import { EventIndexFragment } from './EventIndex/query';
import { ForumFragment } from './Forum/query';
import { HomeFragment } from './Home/query';
import { SeminarSeriesFragment } from './SeminarSeries/query';
import { StandardPageFragment } from './StandardPage/query';
import { TalkFragment } from './Talk/query';
import { TutorialFragment } from './Tutorial/query';

export const AnyPageFragment = graphql(
  `
    fragment AnyPage on ContentPage {
      ...PageHead
      ...EventParts
      ...CallForPapersTemplate
      ...EventIndexTemplate
      ...ForumTemplate
      ...HomeTemplate
      ...SeminarSeriesTemplate
      ...StandardPageTemplate
      ...TalkTemplate
      ...TutorialTemplate
    }
  `,
  [
    PageFragment,
    EventFragment,
    CallForPapersFragment,
    EventIndexFragment,
    ForumFragment,
    HomeFragment,
    SeminarSeriesFragment,
    StandardPageFragment,
    TalkFragment,
    TutorialFragment,
  ],
);

export const PageDocument = graphql(
  `
    query Page($path: String!, $after: String) {
      ...Chrome
      route(path: $path) {
        __typename
        ... on PageRoute {
          page {
            ...AnyPage
          }
        }
        ... on RedirectRoute {
          url
          isPermanent
        }
        ... on ProtectedRoute {
          requirement
        }
        ... on GoneRoute {
          since
        }
      }
    }
  `,
  [ChromeFragment, AnyPageFragment],
);

export type Route = ResultOf<typeof PageDocument>['route'];
export type AnyPage = FragmentOf<typeof AnyPageFragment>;
export type TypeName = AnyPage['__typename'];

/** A page of one type, such as `PageOf<'Talk'>`. */
export type PageOf<Name extends TypeName> = Extract<AnyPage, { __typename: Name }>;
