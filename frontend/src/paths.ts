/** Every internal address is built here. Paths of pages come from the CMS. */

import { LANGUAGE_PREFIXES } from './routes.mjs';

/** Languages of the interface as BCP 47 tags, the default one first. */
export const LANGUAGES = ['en', 'zh-hans'] as const;
export type Language = (typeof LANGUAGES)[number];

export type View = 'home' | 'events' | 'deadlines' | 'people' | 'search' | 'calendar' | 'embed';

/** Query parameters that change what a view shows; all others are ignored, and no part of a cache's key. */
export const QUERY_PARAMETERS = [
  'after',
  'before',
  'deadline',
  'language',
  'mode',
  'page',
  'q',
  'role',
  'series',
  'topic',
  'type',
  'when',
] as const;
export type QueryParameter = (typeof QUERY_PARAMETERS)[number];
export type Query = Partial<Record<QueryParameter, string | readonly string[] | null | undefined>>;

/** The language that the first segment of a path names; the default one for all others. */
export function languageOf(pathname: string): Language {
  const prefix = LANGUAGE_PREFIXES.find((it) => pathname === it || pathname.startsWith(`${it}/`));
  return LANGUAGES.find((it) => prefix === `/${it}`) ?? LANGUAGES[0];
}

/** The interface's language for a language tag of the CMS. */
export function interfaceLanguage(tag: string): Language {
  return LANGUAGES.find((it) => it === tag.toLowerCase()) ?? LANGUAGES[0];
}

/** What paths in a language begin with: empty for the default one. */
export function languagePrefix(language: Language): string {
  return language === LANGUAGES[0] ? '' : `/${language}`;
}

export function viewPath(view: View, language: Language, query: Query = {}): string {
  const path = view === 'home' ? '/' : `/${view}/`;
  return languagePrefix(language) + path + queryString(query);
}

/** A person's page; `path` is what the CMS gives, which is the same in all languages. */
export function personPath(path: string, language: Language): string {
  return languagePrefix(language) + path;
}

/** Where the CMS leads on from a stable address; `cms` is its own address, without a slash at the end. */
export function forwardingUrl(cms: string, community: string, name: string): string {
  return `${cms}/go/${encodeURIComponent(community)}/${encodeURIComponent(name)}`;
}

/** The sitemap, or one part of it. */
export function sitemapPath(page?: number): string {
  return `/sitemap.xml${queryString({ page: page === undefined ? null : String(page) })}`;
}

/** Where suggestions for `?q=` are found. */
export function suggestionsPath(language: Language): string {
  return `${languagePrefix(language)}/search/suggestions.json`;
}

/** The same path in another language of the interface. */
export function inLanguage(pathname: string, language: Language): string {
  const bare = pathname.slice(languagePrefix(languageOf(pathname)).length) || '/';
  return languagePrefix(language) + bare;
}

/** `?…` with parameters in a fixed order and without empty ones; empty when none is left. */
export function queryString(query: Query): string {
  const written = new URLSearchParams();
  for (const name of QUERY_PARAMETERS) {
    for (const value of [query[name] ?? []].flat()) {
      if (value) written.append(name, value);
    }
  }
  const text = written.toString();
  return text && `?${text}`;
}

/** Whether a request's path, percent-encoded, is a page's path, which the CMS gives as text. */
export function isAt(pathname: string, path: string): boolean {
  return pathname === new URL(path, 'http://site.invalid').pathname;
}

/** An address of the CMS, which may hold letters of any script, as headers want it (RFC 3986). */
export function absolute(iri: string): string {
  return new URL(iri).href;
}
