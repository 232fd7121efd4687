import { ChromeDocument } from '../../cms/chrome';
import type { ResultOf } from '../../cms/graphql';
import type { Reading } from '../../cms/request';
import type { SiteFacts } from '../../layouts/head';
import type { Language } from '../../paths';
import { readWords } from '../choices';
import { readCursors, readPage, type PageInfo } from '../paging';
import { SearchDocument, type Found } from './query';

const PAGE_SIZE = 25;

export interface Results {
  site: SiteFacts;
  words: string;
  pages: Found[];
  /** How many pages there are in all. */
  count: number;
  people: NonNullable<ResultOf<typeof SearchDocument>['people']>['nodes'];
  pageInfo: PageInfo | null;
}

interface Asked {
  cms: Reading;
  given: URLSearchParams;
  language: Language;
}

/** What is found for the words in `q`; nothing without any. */
export async function readResults({ cms, given, language }: Asked): Promise<Results> {
  const words = readWords(given);
  if (!words) {
    const { site } = await cms.read(ChromeDocument, {});
    return { site, words, pages: [], count: 0, people: [], pageInfo: null };
  }
  const { site, search, people } = await readPage(readCursors(given, PAGE_SIZE), (cursors) =>
    cms.read(SearchDocument, { ...cursors, words, language }),
  );
  const pageInfo = search?.pageInfo ?? null;
  return {
    site,
    words,
    pages: search?.nodes ?? [],
    count: search?.totalCount ?? 0,
    people: pageInfo?.hasPreviousPage ? [] : (people?.nodes ?? []),
    pageInfo,
  };
}
