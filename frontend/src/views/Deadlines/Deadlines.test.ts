import { expect, test } from 'vitest';

import { anywhereOnEarth, day } from '../../../tests/fixtures/times';
import { linesOf, linksOf, render } from '../../../tests/rendering';
import Deadlines from './Deadlines.astro';
import type { Board } from './load';
import type { BoardDate } from './query';

const DATE = {
  id: 'date',
  anchor: 'submission',
  kind: 'SUBMISSION',
  label: 'Submission',
  at: anywhereOnEarth('2027-03-19'),
  until: null,
  state: 'OPEN',
  certainty: 'CONFIRMED',
  isMandatory: true,
  round: null,
  track: null,
  note: null,
  relation: null,
  relativeTo: null,
  days: null,
  previousValues: [],
  event: {
    __typename: 'CallForPapers',
    title: 'Conference on Tides',
    shortTitle: null,
    path: '/tides/',
    locale: 'en',
  },
} satisfies BoardDate;

const BOARD: Board = {
  site: null,
  choices: [],
  open: { week: [], month: [], later: [] },
  closed: [],
  pageInfo: null,
};

test('an extended deadline says from when, and leads to its place on the page of the event', async () => {
  const extended = { ...DATE, previousValues: [anywhereOnEarth('2027-03-05')] };

  const html = await render(Deadlines, { board: { ...BOARD, open: { ...BOARD.open, week: [extended] } } });

  expect(linesOf(html).slice(-5)).toEqual([
    'Submission',
    'Conference on Tides',
    'Fri, 19 Mar 2027 AoE (Anywhere on Earth)',
    'Extended from 5 March 2027 AoE',
    '“AoE” means Anywhere on Earth: such a deadline is met as long as it is still that day somewhere, which is until 12:00 UTC of the day after.',
  ]);
  expect(linksOf(html)).toContain('Submission: /tides/#submission');
});

test('only groups with deadlines have headings', async () => {
  const later = { ...DATE, at: day('2027-09-01') };

  const html = await render(Deadlines, { board: { ...BOARD, open: { ...BOARD.open, later: [later] } } });

  expect([...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, heading]) => heading)).toEqual(['Later']);
  expect(html).not.toContain('AoE');
});

test('a board without open deadlines says so, in Chinese too', async () => {
  const html = await render(Deadlines, { board: BOARD }, 'zh-hans');

  expect(linesOf(html).slice(-2)).toEqual([
    '目前没有开放中的截止日期。',
    '订阅截止日期后，新的期限会自动出现在您的日历中。',
  ]);
});
