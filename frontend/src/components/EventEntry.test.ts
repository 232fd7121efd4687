import { expect, test } from 'vitest';

import { CARD } from '../../tests/fixtures/pages';
import { UNKNOWN, span } from '../../tests/fixtures/times';
import { linesOf, render } from '../../tests/rendering';
import EventEntry from './EventEntry.astro';

const SERIES = {
  ...CARD,
  __typename: 'SeminarSeries',
  title: 'A Series',
  series: null,
  when: span(UNKNOWN),
} as const;

test('a series has no date that could be announced', async () => {
  const event = { ...SERIES, phase: 'UNSCHEDULED' } as const;

  expect(linesOf(await render(EventEntry, { event, hasKind: true }))).toEqual([
    '–',
    'A Series',
    'Seminar series',
  ]);
});

test('formulas are set in the summary and the name of the series, too', async () => {
  const event = { ...CARD, summary: 'Why $n$?', series: { title: 'On $m$', path: '/series/' } };
  const html = await render(EventEntry, { event, hasSummary: true });

  expect(html.match(/<math/g)).toHaveLength(2);
  expect(html).not.toContain('$');
});

test('what is in another language is marked, and the rest is not', async () => {
  const event = { ...CARD, locale: 'zh-Hans', summary: '摘要', series: null };
  const html = await render(EventEntry, { event, hasSummary: true });

  expect([...html.matchAll(/<(\w+)[^>]* lang="([^"]+)"/g)].map(([, tag, lang]) => `${tag} ${lang}`)).toEqual([
    'h3 zh-Hans',
    'p zh-Hans',
  ]);
});
