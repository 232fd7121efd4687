/** Lists that a page shows besides itself, for the types that have any; read after the page is known. */

import type { Reading } from '../cms/request';
import { readEventsBelow } from './EventIndex/query';
import { readHomeLists } from './Home/query';
import type { AnyPage, TypeName } from './page';

/** Who asks for the lists; `after` is the cursor in the page's address. */
export interface Asking {
  cms: Reading;
  after: string | null;
}

const READERS = { EventIndex: readEventsBelow, Home: readHomeLists };

type Readers = typeof READERS;

/** Lists of pages of one type, such as `ListsOf<'Home'>`; null for types without any. */
export type ListsOf<Name extends TypeName> = Name extends keyof Readers
  ? Awaited<ReturnType<Readers[Name]>>
  : null;

export type AnyLists = ListsOf<TypeName>;

/** What the template of `page` shows besides it. */
export async function readLists(page: AnyPage, asking: Asking): Promise<AnyLists> {
  return page.__typename in READERS ? READERS[page.__typename as keyof Readers](page, asking) : null;
}
