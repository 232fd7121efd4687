import type { Reading } from '../../cms/request';
import { wordsIn } from '../../i18n/words';
import { personPath, type Language } from '../../paths';
import { escapeHtml, mathText } from '../../text/math';
import { formatDay } from '../../time/format';
import { readWords } from '../choices';
import { SuggestionsDocument, type Found } from './query';

const MOST = 5;

/** A page that the words typed so far may mean. */
export interface Suggestion {
  /** The title as HTML: escaped, with formulas as MathML. */
  html: string;
  path: string;
  /** Kind and date, in the words of the interface. */
  note: string;
}

interface Asked {
  cms: Reading;
  given: URLSearchParams;
  language: Language;
}

/** At most five, people last; none for fewer than two letters. */
export async function readSuggestions({ cms, given, language }: Asked): Promise<Suggestion[]> {
  const words = readWords(given);
  if (words.length < 2 && !/\p{Script=Han}/u.test(words)) return [];
  const { search, people } = await cms.read(SuggestionsDocument, { words, language });
  const persons = (people?.nodes ?? []).map((it) => ({
    html: escapeHtml(it.name),
    path: personPath(it.path, language),
    note: wordsIn(language).types.Person,
  }));
  const found = (search?.nodes ?? []).flatMap((it) => suggest(it, language));
  return [...found.slice(0, Math.max(MOST - persons.length, 2)), ...persons].slice(0, MOST);
}

function suggest(page: Found, language: Language): Suggestion[] {
  if (!page.title) return [];
  const kind = wordsIn(language).types[page.__typename];
  const day = 'when' in page ? formatDay(page.when.start, language) : '';
  return [{ html: mathText(page.title), path: page.path, note: [kind, day].filter(Boolean).join(' · ') }];
}
