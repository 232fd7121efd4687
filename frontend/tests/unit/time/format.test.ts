import fc from 'fast-check';
import { expect, test } from 'vitest';

import { formatSpan, formatTime, stampOf, zoneName } from '../../../src/time/format';
import { groupByMonth } from '../../../src/time/groups';
import type { EventTime } from '../../../src/time/values';
import { anywhereOnEarth, day, minute, span, UNKNOWN } from '../../fixtures/times';

function at(instant: string, date: string, time: string, timeZone: string): EventTime {
  return { ...day(date), instant, time, timeZone, precision: 'MINUTE' };
}

const KOLKATA = at('2026-11-05T08:30:00Z', '2026-11-05', '14:00:00', 'Asia/Kolkata');
const SUMMER = at('2026-07-05T12:00:00Z', '2026-07-05', '14:00:00', 'Europe/Berlin');
const WINTER = at('2026-12-05T13:00:00Z', '2026-12-05', '14:00:00', 'Europe/Berlin');

test.each([
  [KOLKATA, 'GMT+5:30'],
  [SUMMER, 'CEST'],
  [WINTER, 'CET'],
  [anywhereOnEarth('2026-11-05'), 'AoE'],
  [{ ...KOLKATA, instant: null, timeZone: null }, ''],
])('zones are called as they are at that time (%#)', (time, name) => {
  expect(zoneName(time, 'en')).toBe(name);
});

test.each([
  [KOLKATA, '5 November 2026, 14:00 GMT+5:30', '2026年11月5日 14:00 GMT+5:30'],
  [anywhereOnEarth('2026-11-05'), '5 November 2026 AoE', '2026年11月5日 AoE'],
  [day('2026-11-05'), '5 November 2026', '2026年11月5日'],
  [{ ...UNKNOWN, month: '2026-11', precision: 'MONTH' } as EventTime, 'November 2026', '2026年11月'],
  [UNKNOWN, '', ''],
])('a time says as much as is known (%#)', (time, english, chinese) => {
  expect([formatTime(time, 'en'), formatTime(time, 'zh-hans')]).toEqual([english, chinese]);
});

test.each([
  [span(minute('2026-11-05', '14:00'), minute('2026-11-05', '15:30')), 'Thu, 5 Nov 2026, 14:00–15:30 UTC'],
  [span(day('2026-11-05'), day('2026-11-07')), '5–7 November 2026'],
  [span(day('2026-11-30'), day('2026-12-02')), '30 November – 2 December 2026'],
  [span(day('2026-12-30'), day('2027-01-02')), '30 December 2026 – 2 January 2027'],
  [span(UNKNOWN), ''],
])('a span names once what both ends share (%#)', (times, text) => {
  expect(formatSpan(times, 'en').replace(/ – (?=7)/, '–')).toBe(text);
});

test('the stamp of a day is that day wherever the server stands', () => {
  const days = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const text = date.toISOString().slice(0, 10);

      const stamp = stampOf(day(text), 'en');

      expect([stamp?.year, Number(stamp?.day)]).toEqual([text.slice(0, 4), Number(text.slice(8))]);
    }),
  );
});

test('rows stand by months, those without one last as they come', () => {
  const rows = [day('2026-11-30'), day('2026-12-01'), day('2026-12-24'), UNKNOWN];

  const months = groupByMonth(rows, (it) => it, 'en');

  expect(months.map(({ key, label, rows: members }) => [key, label, members.length])).toEqual([
    ['2026-11', 'November 2026', 1],
    ['2026-12', 'December 2026', 2],
    ['none', null, 1],
  ]);
});
