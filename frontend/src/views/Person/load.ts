import { personId } from '../../cms/ids';
import type { Reading } from '../../cms/request';
import type { SiteFacts } from '../../layouts/head';
import type { Language } from '../../paths';
import { readCursors, readPage, type PageInfo } from '../paging';
import { PersonDocument, type Appearance, type PersonFacts } from './query';

const PAGE_SIZE = 30;

export interface PersonView {
  site: SiteFacts;
  person: PersonFacts;
  ahead: Appearance[];
  past: Appearance[];
  pageInfo: PageInfo | null;
}

interface Asked {
  cms: Reading;
  uid: string;
  given: URLSearchParams;
  language: Language;
}

/** What is public of the person with a uid; null for nobody. */
export async function readPerson({ cms, uid, given, language }: Asked): Promise<PersonView | null> {
  const id = personId(uid);
  if (id === null) return null;
  const { site, node, ahead, past } = await readPage(readCursors(given, PAGE_SIZE), (cursors) =>
    cms.read(PersonDocument, { ...cursors, id, language }),
  );
  if (node?.__typename !== 'Person') return null;
  return {
    site,
    person: node,
    ahead: ahead?.nodes ?? [],
    past: past?.nodes ?? [],
    pageInfo: past?.pageInfo ?? null,
  };
}
