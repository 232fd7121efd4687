import type { Head, SiteFacts } from '../layouts/head';
import { inLanguage, interfaceLanguage, LANGUAGES, type Language } from '../paths';

interface Description {
  title: string;
  description: string;
  language: Language;
  /** Path of the view in any language, without a query. */
  pathname: string;
  /** Whether it shows what a visitor has searched or filtered, which no search engine should list. */
  isFiltered?: boolean;
  jsonLd?: string;
}

/** What the head of a view's document says. The site may be unknown. */
export function viewHead(
  site: SiteFacts,
  { title, description, language, pathname, isFiltered = false, jsonLd }: Description,
): Head {
  const path = withSlash(pathname);
  const spoken = new Set(site?.languages.map((it) => interfaceLanguage(it.locale)));
  const alternates = LANGUAGES.filter((it) => spoken.has(it)).map((it) => ({
    language: it,
    path: inLanguage(path, it),
  }));
  return {
    title,
    description,
    language,
    canonicalUrl: site ? new URL(path, site.url).href : undefined,
    isNoIndex: isFiltered,
    alternates: alternates.length > 1 ? alternates : [],
    jsonLd,
  };
}

function withSlash(pathname: string): string {
  return pathname.endsWith('/') ? pathname : `${pathname}/`;
}
