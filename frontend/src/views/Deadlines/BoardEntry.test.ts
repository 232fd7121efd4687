import { expect, test } from 'vitest';

import { announced } from '../../../tests/fixtures/pages';
import { day } from '../../../tests/fixtures/times';
import { linesOf, render } from '../../../tests/rendering';
import BoardEntry from './BoardEntry.astro';
import type { BoardDate } from './query';

test('a period has both ends', async () => {
  const event = { __typename: 'CallForPapers', title: 'Tides', path: '/tides/', locale: 'en' };
  const period = { kind: 'REBUTTAL', until: day('2027-03-05'), round: 'Cycle 1' } as const;
  const date = { ...announced('Rebuttal', period), event: event as BoardDate['event'] };

  expect(linesOf(await render(BoardEntry, { date })).slice(-3)).toEqual([
    'Rebuttal',
    'Tides',
    'Mon, 1 Mar 2027 – Fri, 5 Mar 2027 Cycle 1',
  ]);
});
