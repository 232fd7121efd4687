import { expect, test } from 'vitest';

import { day, span, UNKNOWN } from '../../../tests/fixtures/times';
import { insertCalledOff } from './calledOff';

const on = (date: string) => ({ when: span(day(date)) });
const undated = { when: span(UNKNOWN) };
const rows = [on('2027-06-14'), on('2027-06-20'), undated];
const inside = on('2027-06-16');
const before = on('2027-06-01');
const after = on('2027-07-01');

test('on the only page all stand at their days', () => {
  const edges = { hasPreviousPage: false, hasNextPage: false };

  expect(insertCalledOff(rows, [before, inside, after], edges)).toEqual([
    before,
    rows[0],
    inside,
    rows[1],
    after,
    undated,
  ]);
});

test('on one page of several only those of its days stand', () => {
  const edges = { hasPreviousPage: true, hasNextPage: true };

  expect(insertCalledOff(rows.slice(0, 2), [before, inside, after], edges)).toEqual([
    rows[0],
    inside,
    rows[1],
  ]);
});

test('rows keep their order where nothing was called off', () => {
  const live = [on('2027-06-20'), on('2027-06-14')];

  expect(insertCalledOff(live, [], { hasPreviousPage: false, hasNextPage: false })).toEqual(live);
});
