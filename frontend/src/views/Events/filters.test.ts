import { expect, test } from 'vitest';

import { wordsIn } from '../../i18n/words';
import { choicesOf, directionOf, isAhead, readFilters, whereCalledOff, whereOf } from './filters';
import type { EventFacets } from './query';

const facets: EventFacets = {
  site: null,
  filed: {
    nodes: [{ languages: ['en'] }],
  },
  filedTalks: {
    nodes: [{ languages: ['zh', 'en'] }],
  },
  series: {
    nodes: [{ id: 'S1', title: 'Signals', slug: 'signals' }],
  },
  topics: [
    { id: 'T2', name: 'Tides', slug: 'tides' },
    { id: 'T1', name: 'Ice', slug: 'ice' },
  ],
};

const reader = { now: new Date('2026-10-24T22:30:00Z'), zone: 'Europe/Berlin', language: 'en' as const };

function ask(query: string) {
  return readFilters(new URLSearchParams(query), facets, { words: wordsIn('en'), language: 'en' });
}

test('without filters, what is not over is listed, and series by their talks', () => {
  expect(whereOf(ask(''), reader)).toEqual({
    onceIn: 'en',
    types: ['TALK', 'FORUM', 'TUTORIAL', 'CALL_FOR_PAPERS'],
    phase: ['LIVE', 'UPCOMING', 'POSTPONED', 'UNSCHEDULED'],
  });
});

test('filters combine', () => {
  const filters = ask('type=talk&mode=online&topic=tides&language=zh&series=signals&when=past&q=ocean');

  expect([whereOf(filters, reader), filters.words, directionOf(filters)]).toEqual([
    {
      onceIn: 'en',
      types: ['TALK'],
      attendanceMode: ['ONLINE', 'HYBRID'],
      topics: ['T2'],
      languages: ['zh'],
      below: 'S1',
      phase: ['PAST', 'CANCELLED'],
      startsAt: { lt: '2026-10-25T23:00:00.000Z' },
    },
    'ocean',
    'DESC',
  ]);
});

test('today is the day of the site, also when it has 25 hours', () => {
  expect(whereOf(ask('when=today'), reader).startsAt).toEqual({
    gte: '2026-10-24T22:00:00.000Z',
    lt: '2026-10-25T23:00:00.000Z',
  });
});

test('the next seven days begin with today', () => {
  expect(whereOf(ask('when=week'), reader).startsAt).toEqual({
    gte: '2026-10-24T22:00:00.000Z',
    lt: '2026-10-31T23:00:00.000Z',
  });
});

test('what was called off is asked for from today on, where events ahead are listed', () => {
  const filters = ask('mode=online');

  expect([isAhead(filters), isAhead(ask('when=all')), whereCalledOff(filters, reader)]).toEqual([
    true,
    false,
    {
      onceIn: 'en',
      types: ['TALK', 'FORUM', 'TUTORIAL', 'CALL_FOR_PAPERS'],
      attendanceMode: ['ONLINE', 'HYBRID'],
      phase: ['CANCELLED'],
      startsAt: { gte: '2026-10-24T22:00:00.000Z' },
    },
  ]);
});

test('options are sorted as they read, languages each once', () => {
  const { topic, language } = ask('');

  expect([topic, language].map((it) => it.options.map(({ label }) => label))).toEqual([
    ['Ice', 'Tides'],
    ['Chinese', 'English'],
  ]);
});

test('what is not offered is left out', () => {
  const filters = ask("type=party&topic=<script>&series=other&when=' OR 1=1");

  expect(whereOf(filters, reader)).toEqual(whereOf(ask(''), reader));
  expect(choicesOf(filters).map((it) => it.isUnknown)).toEqual([true, true, false, true, false, true]);
});
