import { expect, test } from 'vitest';

import { groupByNearness } from './nearness';

const at = (date: string | null, month = date?.slice(0, 7) ?? null) => ({ at: { date, month } as never });

test('days of this week stand before those of this month, also where the week ends in the next one', () => {
  const rows = [at('2026-11-26'), at('2026-11-29'), at('2026-11-30'), at('2026-12-01'), at(null, '2026-11')];

  const groups = groupByNearness(rows, '2026-11-26');

  expect(groups).toEqual({
    week: [rows[0], rows[1]],
    month: [rows[2], rows[4]],
    later: [rows[3]],
  });
});
