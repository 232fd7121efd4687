/** Events that were called off stand among those ahead until their day has passed. */

import { byDay, dayOf, LAST_DAY, type Dated } from '../../time/order';

interface Edges {
  /** Whether rows come before the first one, or after the last one, on other pages. */
  hasPreviousPage: boolean;
  hasNextPage: boolean;
}

/** The rows of a page with those that were called off on one of its days, in the order of days. */
export function insertCalledOff<Row extends Dated>(
  rows: readonly Row[],
  calledOff: readonly Row[],
  { hasPreviousPage, hasNextPage }: Edges,
): Row[] {
  const first = rows.at(0);
  const last = rows.at(-1);
  const from = hasPreviousPage && first ? dayOf(first) : '';
  const to = hasNextPage && last ? dayOf(last) : LAST_DAY;
  const inserted = calledOff.filter((it) => dayOf(it) >= from && dayOf(it) <= to);
  return inserted.length ? [...rows, ...inserted].sort(byDay) : [...rows];
}
