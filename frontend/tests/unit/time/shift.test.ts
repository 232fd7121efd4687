import { expect, test } from 'vitest';

import { shiftOf } from '../../../src/time/shift';
import type { EventTime } from '../../../src/time/values';
import { day, UNKNOWN } from '../../fixtures/times';

function minute(instant: string): EventTime {
  return { ...day(instant.slice(0, 10)), instant, time: instant.slice(11, 19), precision: 'MINUTE' };
}

test.each([
  ['a later day', day('2027-03-01'), day('2027-03-08'), 'EXTENDED'],
  ['an earlier day', day('2027-03-08'), day('2027-03-01'), 'ADVANCED'],
  ['a later hour of the day', minute('2027-03-01T10:00:00Z'), minute('2027-03-01T12:00:00Z'), 'EXTENDED'],
  ['the same day', day('2027-03-01'), day('2027-03-01'), 'CORRECTED'],
  ['a date that was taken back', day('2027-03-01'), UNKNOWN, 'CORRECTED'],
])('%s', (_, before, after, shift) => {
  expect(shiftOf(before, after)).toBe(shift);
});
