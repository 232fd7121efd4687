/** The order of dated things by their days. */

import type { EventTime } from './values';

export interface Dated {
  when: { start: EventTime };
}

/** Stands after all days. */
export const LAST_DAY = '9999';

/** The day or month to sort by; unknown ones last. */
export function dayOf({ when: { start } }: Dated): string {
  return start.date ?? start.month ?? LAST_DAY;
}

export function byDay(one: Dated, other: Dated): number {
  return dayOf(one).localeCompare(dayOf(other), 'en');
}
