/** In which direction a language is written. */

/** `rtl` for BCP 47 tags of languages that are written from right to left. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return new Intl.Locale(tag).getTextInfo().direction ?? 'ltr';
}
