import { expect, test } from 'vitest';

import { day, minute, span, UNKNOWN } from '../../../tests/fixtures/times';
import { linesOf, linksOf, render } from '../../../tests/rendering';
import { wordsIn } from '../../i18n/words';
import Events from './Events.astro';
import { readFilters } from './filters';
import type { EventList } from './load';
import type { EventRow } from './query';

const EVENT = {
  __typename: 'Talk',
  id: 'talk',
  title: 'On $x^2$ and Less',
  shortTitle: null,
  path: '/signals/on-less/',
  phase: 'UPCOMING',
  status: 'SCHEDULED',
  locale: 'en',
  attendanceMode: 'ONLINE',
  summary: null,
  when: span(minute('2027-06-14', '13:30')),
  venue: null,
  contributors: [],
  partOf: null,
  isTitleAnnounced: true,
  series: { title: 'Signals', path: '/signals/' },
} satisfies EventRow;

const FACETS = { site: null, filed: null, filedTalks: null, series: null, topics: [] };

function listOf(events: EventRow[], query = '', more: Partial<EventList> = {}): EventList {
  const filters = readFilters(new URLSearchParams(query), FACETS, {
    words: wordsIn('en'),
    language: 'en',
  });
  return {
    site: null,
    filters,
    events,
    count: events.length,
    pageInfo: { startCursor: 's', endCursor: 'e', hasNextPage: false, hasPreviousPage: false },
    ...more,
  };
}

test('events stand by months, with how many there are', async () => {
  const undated = { ...EVENT, id: 'b', title: 'Undated', when: span(UNKNOWN) };
  const later = { ...EVENT, id: 'c', title: 'Later', when: span(day('2027-07-01')) };

  const html = await render(Events, { list: listOf([EVENT, later, undated]) });

  expect(linesOf(html).filter((it) => /results|^\w+ 2027$|announced$|^Later|^Undated/.test(it))).toEqual([
    '3 results',
    'June 2027',
    'July 2027',
    'Later',
    'Date to be announced',
    'Undated',
  ]);
});

test('active filters can be removed one by one, and are kept by the next page', async () => {
  const list = listOf([EVENT], 'type=talk&mode=online&q=less', {
    pageInfo: { startCursor: 's', endCursor: 'e', hasNextPage: true, hasPreviousPage: true },
  });

  const links = linksOf(await render(Events, { list }));

  expect(links.filter((it) => it.includes('/events/'))).toEqual([
    'less ×: /events/?mode=online&type=talk',
    'Talk ×: /events/?mode=online&q=less',
    'Online ×: /events/?q=less&type=talk',
    'Clear all: /events/',
    'Previous page: /events/?before=s&mode=online&q=less&type=talk',
    'Next page: /events/?after=e&mode=online&q=less&type=talk',
  ]);
});

test('an empty result says what to do', async () => {
  const html = await render(Events, { list: listOf([], 'type=talk&when=past') });

  expect(linesOf(html).slice(-5)).toEqual([
    'Nothing fits these filters.',
    'Remove a filter, look at past events, or subscribe to the calendar to hear of new ones.',
    'Clear all',
    'Past events',
    'Calendar',
  ]);
});

test('what means nothing is left out with a word', async () => {
  const html = await render(Events, { list: listOf([EVENT], 'type=party') });

  expect(html).toContain('Parts of this address mean nothing here and have been left out.');
  expect(html).not.toContain('party');
});
