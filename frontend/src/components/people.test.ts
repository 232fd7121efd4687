import { expect, test } from 'vitest';

import { person } from '../../tests/fixtures/pages';
import { groupByRole, initialsOf } from './people';

test.each([
  ['Signe Halloran-Vik', 'SH'],
  ['Jean-Baptiste de La Fontaine', 'JF'],
  ['陈明远', '陈'],
  ['ines', 'I'],
  ['Élodie “Lo” Ångström', 'ÉÅ'],
  ['', ''],
])('initials of %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('people stand under their roles, in the order in which they were named', () => {
  const people = [person('c', 'ORGANISER'), person('b', 'SPEAKER'), person('a', 'ORGANISER')];

  const groups = groupByRole(people).map((it) => [it.role, it.people.map((one) => one.person?.name)]);

  expect(groups).toEqual([
    ['SPEAKER', ['b']],
    ['ORGANISER', ['c', 'a']],
  ]);
});
