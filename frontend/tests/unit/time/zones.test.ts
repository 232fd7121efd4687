import { expect, test } from 'vitest';

import { zonePlace } from '../../../src/time/zones';

test.each([
  ['America/New_York', 'New York'],
  ['America/Argentina/Buenos_Aires', 'Buenos Aires'],
  ['UTC', 'UTC'],
])('the place of %s', (zone, place) => {
  expect(zonePlace(zone)).toBe(place);
});
