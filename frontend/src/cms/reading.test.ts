import { expect, test } from 'vitest';

import { LONGEST_SECONDS, Reading } from './request';

const now = new Date('2026-11-20T23:59:30.500Z');

test.each([
  ['2026-11-21T00:00:00Z', 29],
  ['2026-11-22T00:00:00Z', LONGEST_SECONDS],
  ['2026-11-20T23:00:00Z', 0],
])('what means something else from %s on holds for %i seconds', (instant, seconds) => {
  const reading = new Reading();

  reading.holdUntil(new Date(instant), now);

  expect(reading.seconds).toBe(seconds);
});
