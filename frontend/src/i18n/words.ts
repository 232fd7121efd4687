/** The words of the interface in a language. */

import type { Language } from '../paths';
import { en } from './en';
import { zhHans } from './zh-hans';

/** Every text of the English dictionary as any text of the same kind. */
export type Loosened<T> = T extends string
  ? string
  : T extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { [Key in keyof T]: Loosened<T[Key]> };

export type Words = Loosened<typeof en>;

const DICTIONARIES: Record<Language, Words> = { en, 'zh-hans': zhHans };

export function wordsIn(language: Language): Words {
  return DICTIONARIES[language];
}
