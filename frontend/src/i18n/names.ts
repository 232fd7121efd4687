/** Names of countries and languages, and lists of names, in the interface's language (Unicode CLDR). */

import type { Language } from '../paths';

/** The country of an ISO 3166-1 code; the code itself where it has no name. */
export function regionName(code: string, language: Language): string {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(code) ?? code;
}

/** The language of a BCP 47 tag; the tag itself where it has no name. */
export function languageName(tag: string, language: Language): string {
  return new Intl.DisplayNames([language], { type: 'language', fallback: 'code' }).of(tag) ?? tag;
}

/** Several names as one text: “English and Chinese”. */
export function listOf(names: readonly string[], language: Language): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}
