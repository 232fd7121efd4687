/** Cancelled events, which the CMS counts among those that are over. */

import { byDay, type Dated } from '../time/order';

/** Both lists with cancelled events before their day among those ahead, where visitors look for them. */
export function moveCalledOff<Ahead extends Dated, Past extends Ahead & { phase: string }>(
  ahead: readonly Ahead[],
  past: readonly Past[],
  now: Date,
): { ahead: Ahead[]; past: Past[] } {
  const today = now.toISOString().slice(0, 10);
  const isCalledOff = (it: Past) => it.phase === 'CANCELLED' && (it.when.start.date ?? '') >= today;
  const called = past.filter(isCalledOff);
  return {
    ahead: called.length ? [...ahead, ...called].sort(byDay) : [...ahead],
    past: past.filter((it) => !isCalledOff(it)),
  };
}
