/** What the head of a document says. */

import type { ChromeFragment } from '../cms/fragments';
import type { FragmentOf } from '../cms/graphql';

export type SiteFacts = FragmentOf<typeof ChromeFragment>['site'];

export interface FeedLinks {
  title: string;
  calendarUrl: string;
  atomUrl: string;
  jsonFeedUrl: string;
}

export interface Head {
  title: string;
  description?: string | null | undefined;
  /** BCP 47 tag of the content; the interface's language when not given. */
  language?: string | undefined;
  canonicalUrl?: string | undefined;
  isNoIndex?: boolean | undefined;
  /** The page in its languages, itself included. */
  alternates?: { language: string; path: string }[] | undefined;
  image?: string | null | undefined;
  jsonLd?: string | null | undefined;
  feeds?: FeedLinks[] | undefined;
}
