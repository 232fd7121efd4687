/** Waiting for what happens in other processes. */

import { setTimeout } from 'node:timers/promises';

const PAUSE_MS = 20;

/** Asks again and again until the answer is yes; rejects with `what` after `milliseconds`. Returns how long it took. */
export async function until(
  what: string,
  ask: () => Promise<boolean>,
  milliseconds: number,
): Promise<number> {
  const beganAt = performance.now();
  while (!(await ask())) {
    if (performance.now() - beganAt > milliseconds) {
      throw new Error(`Not within ${String(milliseconds)} ms: ${what}`);
    }
    await setTimeout(PAUSE_MS);
  }
  return performance.now() - beganAt;
}
