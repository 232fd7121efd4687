/** Dated things by months. */

import type { Language } from '../paths';
import { formatMonth } from './format';
import type { EventTime } from './values';

export interface Month<Row> {
  /** `YYYY-MM`, or `none` where no month is known. */
  key: string;
  /** The month in words; null where none is known. */
  label: string | null;
  rows: Row[];
}

/** Rows by the month of their time, in the order in which months come first. */
export function groupByMonth<Row>(
  rows: readonly Row[],
  timeOf: (row: Row) => EventTime,
  language: Language,
): Month<Row>[] {
  const groups = Map.groupBy(rows, (row) => monthOf(timeOf(row)));
  return [...groups].map(([month, members]) => ({
    key: month ?? 'none',
    label: month === null ? null : formatMonth(month, language),
    rows: members,
  }));
}

function monthOf({ date, month }: EventTime): string | null {
  return month ?? date?.slice(0, 7) ?? null;
}
