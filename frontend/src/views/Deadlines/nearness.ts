/** Dates by how near they are. */

import { endOfWeek } from '../../time/days';
import type { EventTime } from '../../time/values';

export const NEARNESSES = ['week', 'month', 'later'] as const;
export type Nearness = (typeof NEARNESSES)[number];

/** Dates of this week, of the rest of this month, and later ones, by the day `YYYY-MM-DD` on which they were announced. */
export function groupByNearness<Row extends { at: EventTime }>(
  rows: readonly Row[],
  today: string,
): Record<Nearness, Row[]> {
  const groups: Record<Nearness, Row[]> = { week: [], month: [], later: [] };
  for (const row of rows) groups[nearnessOf(row.at, today)].push(row);
  return groups;
}

function nearnessOf({ date, month }: EventTime, today: string): Nearness {
  if (date && date <= endOfWeek(today)) return 'week';
  return (date ?? month ?? '').startsWith(today.slice(0, 7)) ? 'month' : 'later';
}
