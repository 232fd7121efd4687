import { expect, test } from 'vitest';

import { optionsOf, queryOf, readChoice, readWords } from './choices';

const options = optionsOf(['UPCOMING', 'CALL_FOR_PAPERS'] as const, (it) => it.toLowerCase());
const offer = { name: 'type', label: 'Kind', options } as const;

function read(query: string, hasDefault = false) {
  const { chosen, isUnknown } = readChoice(new URLSearchParams(query), { ...offer, hasDefault });
  return [chosen?.value ?? null, isUnknown];
}

test('what is chosen is one of the options; anything else is left out and known to be', () => {
  expect([
    read(''),
    read('type='),
    read('type=call-for-papers'),
    read('type=CALL_FOR_PAPERS'),
    read('type=%00'),
  ]).toEqual([
    [null, false],
    [null, false],
    ['CALL_FOR_PAPERS', false],
    [null, true],
    [null, true],
  ]);
});

test('the default of a choice is no filter', () => {
  expect([read('type=upcoming', true), read('type=call-for-papers', true)]).toEqual([
    [null, false],
    ['CALL_FOR_PAPERS', false],
  ]);
});

test('words are cut to what the CMS takes', () => {
  const many = Array.from({ length: 12 }, (_, number) => `w${String(number)}`).join('  ');

  expect([
    readWords(new URLSearchParams()),
    readWords(new URLSearchParams({ q: '  ocean \n data ' })),
    readWords(new URLSearchParams({ q: many })),
    readWords(new URLSearchParams({ q: 'x'.repeat(300) })).length,
  ]).toEqual(['', 'ocean data', 'w0 w1 w2 w3 w4 w5 w6 w7 w8 w9', 200]);
});

test('the query names what is chosen', () => {
  const choice = readChoice(new URLSearchParams('type=call-for-papers'), offer);

  expect(queryOf([choice], 'data')).toEqual({ type: 'call-for-papers', q: 'data' });
});
