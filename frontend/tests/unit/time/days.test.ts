import fc from 'fast-check';
import { expect, test } from 'vitest';

import { addDays, dayIn, endOfWeek, startOfDay } from '../../../src/time/days';

const ZONES = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
  'Australia/Lord_Howe',
  'Africa/Cairo',
];

test.each([
  ['2026-11-20T23:59:59Z', 'Europe/London', '2026-11-20'],
  ['2026-07-20T23:00:00Z', 'Europe/London', '2026-07-21'],
  ['2026-11-20T18:30:00Z', 'Asia/Kolkata', '2026-11-21'],
  ['2026-11-21T11:59:59Z', 'Etc/GMT+12', '2026-11-20'],
  ['2026-11-21T12:00:00Z', 'Etc/GMT+12', '2026-11-21'],
])('%s is in %s on %s', (instant, zone, day) => {
  expect(dayIn(zone, new Date(instant))).toBe(day);
});

test.each([
  ['2026-03-29', 'Europe/London', '2026-03-29T00:00:00.000Z'],
  ['2026-03-30', 'Europe/London', '2026-03-29T23:00:00.000Z'],
  ['2026-10-25', 'Europe/London', '2026-10-24T23:00:00.000Z'],
  ['2026-11-20', 'Asia/Kolkata', '2026-11-19T18:30:00.000Z'],
  // Clocks were put forward at midnight: the day began at 01:00.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  // Clocks were put back at midnight: the day before had another hour.
  ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z'],
])('%s begins in %s at %s', (day, zone, instant) => {
  expect(startOfDay(day, zone).toISOString()).toBe(instant);
});

test('a day begins with its first instant in each zone', () => {
  const instants = fc.date({ min: new Date('2015-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(instants, fc.constantFrom(...ZONES), (at, zone) => {
      const day = dayIn(zone, at);
      const start = startOfDay(day, zone);

      expect(start.getTime()).toBeLessThanOrEqual(at.getTime());
      expect(dayIn(zone, start)).toBe(day);
      expect(dayIn(zone, new Date(start.getTime() - 1))).toBe(addDays(day, -1));
    }),
  );
});

test.each([
  ['2026-11-20', '2026-11-22'],
  ['2026-11-22', '2026-11-22'],
  ['2026-11-23', '2026-11-29'],
  ['2026-12-31', '2027-01-03'],
])('the week of %s ends on %s', (day, end) => {
  expect(endOfWeek(day)).toBe(end);
});
