import { expect, test } from 'vitest';

import { hiddenLink, link } from '../../tests/fixtures/pages';
import { mainLink } from './links';

const ALL = [
  link('SLIDES'),
  link('STREAM'),
  link('JOIN'),
  link('REGISTRATION'),
  link('SUBMISSION'),
  link('RECORDING'),
];

test.each([
  ['UPCOMING', 'REGISTRATION'],
  ['UNSCHEDULED', 'REGISTRATION'],
  ['POSTPONED', 'REGISTRATION'],
  ['LIVE', 'JOIN'],
  ['PAST', 'RECORDING'],
  ['CANCELLED', undefined],
] as const)('the button of an event that is %s', (phase, kind) => {
  expect(mainLink(ALL, { phase, isSubmissionOpen: false })?.kind).toBe(kind);
});

test('to submit comes first while one can', () => {
  expect(mainLink(ALL, { phase: 'UPCOMING', isSubmissionOpen: true })?.kind).toBe('SUBMISSION');
});

test('a link without an address is no button', () => {
  const links = [hiddenLink('JOIN', 'REGISTERED_ONLY'), link('STREAM')];

  expect(mainLink(links, { phase: 'LIVE', isSubmissionOpen: false })?.kind).toBe('STREAM');
});
