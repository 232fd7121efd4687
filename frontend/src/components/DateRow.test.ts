import { expect, test } from 'vitest';

import { announced } from '../../tests/fixtures/pages';
import { anywhereOnEarth, day, minute, UNKNOWN } from '../../tests/fixtures/times';
import { linesOf, render } from '../../tests/rendering';
import type { AnnouncedDate } from './dates';
import DateRow from './DateRow.astro';

async function linesFor(rest: Partial<AnnouncedDate>): Promise<string[]> {
  return linesOf(await render(DateRow, { date: announced('Submission', rest) }));
}

test('a time without a zone says so, in the words of the organisers', async () => {
  const at = {
    ...minute('2027-03-01', '17:00'),
    instant: null,
    timeZone: null,
    announcedAs: '1 March, 5 pm',
  };

  expect(await linesFor({ at })).toEqual([
    'Submission',
    'Mon, 1 Mar 2027, 17:00',
    'Time zone not announced',
    'Announced as “1 March, 5 pm”',
  ]);
});

test('a period has both ends', async () => {
  expect(await linesFor({ until: day('2027-03-05'), track: 'Demos' })).toEqual([
    'Submission Demos',
    'Mon, 1 Mar 2027 – Fri, 5 Mar 2027',
  ]);
});

test('an unknown date is in the words of the organisers', async () => {
  expect(await linesFor({ at: { ...UNKNOWN, announcedAs: 'early spring' }, certainty: 'ESTIMATED' })).toEqual(
    ['Submission Estimated', 'early spring'],
  );
});

test.each([
  ['SUBMISSION', '2027-02-20', 'Extended from 20 February 2027'],
  ['SUBMISSION', '2027-03-09', 'Brought forward from 9 March 2027'],
  ['PRESENTATION', '2027-02-20', 'Moved from 20 February 2027'],
] as const)('a %s that was on %s', async (kind, before, words) => {
  const lines = await linesFor({ kind, previousValues: [day(before), day('2020-01-01')] });

  expect(lines.at(-1)).toBe(words);
});

test.each([
  ['SUBMISSION', null, ['2027-03-02T11:59:59Z']],
  ['CALL_OPENS', null, []],
  ['REBUTTAL', anywhereOnEarth('2027-03-05'), ['2027-03-06T11:59:59Z']],
] as const)('only what ends with a day has its instant: %s', async (kind, until, instants) => {
  const date = announced('A day', { kind, until, at: anywhereOnEarth('2027-03-01') });
  const html = await render(DateRow, { date });

  expect([...html.matchAll(/data-instant="([^"]*)"/g)].map(([, instant]) => instant)).toEqual(instants);
});
