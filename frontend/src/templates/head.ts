import type { Head, SiteFacts } from '../layouts/head';
import { beginningOf } from '../text/plain';
import type { AnyPage } from './page';

/** What the head of a page's document says. */
export function headOf(page: AnyPage, site: SiteFacts): Head {
  const { seo } = page;
  const own = { language: page.locale, path: page.path };
  return {
    title: seo.title,
    description: seo.description ?? findDescription(page),
    language: page.locale,
    canonicalUrl: seo.canonicalUrl,
    isNoIndex: seo.isNoIndex,
    alternates: page.translations.length
      ? [own, ...page.translations.map((it) => ({ language: it.locale, path: it.path }))]
      : [],
    image: seo.image?.url,
    jsonLd: seo.jsonLd,
    feeds: 'feed' in page && page.feed ? [page.feed, ...(site?.feeds ?? [])] : undefined,
  };
}

/** The beginning of what a page says first; null where it says nothing. */
function findDescription(page: AnyPage): string | null {
  const texts = [
    'abstract' in page && page.abstract?.html,
    'about' in page && page.about?.html,
    ...('body' in page ? page.body.map((it) => it.__typename === 'TextBlock' && it.content.html) : []),
  ];
  const [first] = texts.filter(Boolean);
  return first ? beginningOf(first) : null;
}
