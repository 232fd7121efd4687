import { expect, test } from 'vitest';

import { groupByLetter } from './letters';

test('names stand under their first letter without its marks; other scripts have one place', () => {
  const rows = ['Åberg', 'Amin', 'de Witt', 'Ørsted', 'Ψυχάρης', '林未晴', '赵明月', '3Com'].map(
    (sortName) => ({
      sortName,
    }),
  );

  const letters = groupByLetter(rows).map(({ letter, rows: members }) => [letter, members.length]);

  expect(letters).toEqual([
    ['A', 2],
    ['D', 1],
    ['Ø', 1],
    ['Ψ', 1],
    [null, 3],
  ]);
});
