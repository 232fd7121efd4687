/** Pages of long lists by the cursors of the CMS. */

import { CmsRefusal } from '../cms/request';

export interface Cursors {
  first: number | null;
  after: string | null;
  last: number | null;
  before: string | null;
}

export interface PageInfo {
  startCursor: string | null;
  endCursor: string | null;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** Where the page stands that `after` or `before` in a query ask for, with `size` rows. */
export function readCursors(given: URLSearchParams, size: number): Cursors {
  const before = given.get('before');
  return before
    ? { first: null, after: null, last: size, before }
    : { first: size, after: given.get('after') || null, last: null, before: null };
}

/** What `read` gives at the cursors, or from the beginning when the CMS does not know them any more. */
export async function readPage<Result>(
  cursors: Cursors,
  read: (cursors: Cursors) => Promise<Result>,
): Promise<Result> {
  try {
    return await read(cursors);
  } catch (error) {
    const isCursor = error instanceof CmsRefusal && (cursors.after ?? cursors.before) !== null;
    if (!isCursor) throw error;
    return read({ first: cursors.first ?? cursors.last, after: null, last: null, before: null });
  }
}
