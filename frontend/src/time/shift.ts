/** How a public date was moved, told from its values before and after. */

import { localDay, type EventTime } from './values';

export type Shift = 'EXTENDED' | 'ADVANCED' | 'CORRECTED';

/** Later, earlier, or another wording of the same day; CORRECTED also where one of them is unknown. */
export function shiftOf(before: EventTime, after: EventTime): Shift {
  const [was, becomes] = [pointOf(before), pointOf(after)];
  if (was === null || becomes === null || was === becomes) return 'CORRECTED';
  return becomes > was ? 'EXTENDED' : 'ADVANCED';
}

function pointOf(time: EventTime): number | null {
  return (time.instant === null ? localDay(time) : new Date(time.instant))?.getTime() ?? null;
}
