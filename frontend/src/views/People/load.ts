import type { Reading } from '../../cms/request';
import type { Words } from '../../i18n/words';
import type { SiteFacts } from '../../layouts/head';
import { optionsOf, readChoice, readWords, type Choice } from '../choices';
import { readCursors, readPage, type PageInfo } from '../paging';
import { PeopleDocument, type PersonRow, type Role } from './query';

const PAGE_SIZE = 40;

export interface Directory {
  site: SiteFacts;
  role: Choice<Role>;
  search: string;
  people: readonly PersonRow[];
  count: number | null;
  pageInfo: PageInfo | null;
}

interface Asked {
  cms: Reading;
  given: URLSearchParams;
  words: Words;
}

export async function readDirectory({ cms, given, words }: Asked): Promise<Directory> {
  const role = readChoice(given, {
    name: 'role',
    label: words.views.filters.role,
    options: optionsOf(Object.keys(words.roles) as Role[], (it) => words.roles[it].one),
  });
  const search = readWords(given);
  const { site, people } = await readPage(readCursors(given, PAGE_SIZE), (cursors) =>
    cms.read(PeopleDocument, {
      ...cursors,
      roles: role.chosen ? [role.chosen.value] : null,
      search: search || null,
    }),
  );
  return {
    site,
    role,
    search,
    people: people?.nodes ?? [],
    count: people?.totalCount ?? null,
    pageInfo: people?.pageInfo ?? null,
  };
}
