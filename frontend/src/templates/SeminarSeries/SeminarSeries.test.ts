import { expect, test } from 'vitest';

import { CARD, FEED, hiddenLink, link, person, SERIES, type Card } from '../../../tests/fixtures/pages';
import { day, span, UNKNOWN } from '../../../tests/fixtures/times';
import { linesOf, linksOf, render, sectionOf } from '../../../tests/rendering';
import type { PageOf } from '../page';
import SeminarSeries from './SeminarSeries.astro';

type Past = NonNullable<PageOf<'SeminarSeries'>['past']>;

function talk(title: string, date: string, rest: Partial<Card> = {}): Card {
  return { ...CARD, title, path: `/series/${title}/`, when: span(day(date)), ...rest };
}

function past(nodes: Past['nodes'], pageInfo: Partial<Past['pageInfo']> = {}): Past {
  return {
    nodes,
    totalCount: 240,
    pageInfo: { endCursor: 'next+page', hasNextPage: false, hasPreviousPage: false, ...pageInfo },
  };
}

const OVER = {
  ...talk('Over', '2020-01-08', { phase: 'PAST' }),
  links: [link('RECORDING'), hiddenLink('SLIDES', 'TO_BE_ANNOUNCED')],
};

test('a series says how it goes on, and what remains of talks that are over', async () => {
  const html = await render(SeminarSeries, {
    page: {
      ...SERIES,
      cadenceWeekday: 'WEDNESDAY',
      usualTime: '13:30:00',
      when: span({ ...UNKNOWN, timeZone: 'Europe/London' }),
      cadenceText: 'Mostly.',
      about: { html: '<p>Who we are.</p>' },
      contributors: [person('Ada', 'ORGANISER')],
      feed: FEED,
      ahead: { nodes: [talk('Next', '2999-01-02')], totalCount: 1 },
      past: past([OVER]),
    },
  });

  const lines = linesOf(html);
  expect(lines.slice(0, 6)).toEqual([
    'Seminar series',
    'A Page',
    'Usually',
    'Wednesdays · 13:30 · London time · 60 minutes',
    'Mostly.',
    'Subscribe',
  ]);
  expect(lines.slice(lines.indexOf('Upcoming talks'))).toEqual([
    ...['Upcoming talks', 'Wed 2 Jan 2999', 'Next', 'Wed, 2 Jan 2999'],
    ...['About the series', 'Who we are.'],
    ...['Past talks 240', 'Wed 8 Jan 2020', 'Over', 'Wed, 8 Jan 2020', 'Recording', 'Slides to be announced'],
    ...['Organiser', 'A', 'Ada'],
  ]);
});

test('older talks stand on a page of their own', async () => {
  const first = await render(SeminarSeries, {
    page: { ...SERIES, past: past([OVER], { hasNextPage: true }) },
  });
  const second = await render(SeminarSeries, {
    page: {
      ...SERIES,
      about: { html: '<p>Who we are.</p>' },
      past: past([OVER], { hasPreviousPage: true }),
    },
  });

  expect(linksOf(first)).toContain('Older talks: /page/?after=next%2Bpage#past');
  expect(linksOf(second)).toContain('Back to the newest talks: /page/#past');
  expect(second).not.toContain('Who we are.');
});

test('a cancelled talk stays among those ahead until its day has passed', async () => {
  const off = { ...talk('Off', '2999-01-01', { phase: 'CANCELLED', status: 'CANCELLED' }), links: [] };

  const html = await render(SeminarSeries, {
    page: {
      ...SERIES,
      ahead: { nodes: [talk('Next', '2999-01-02')], totalCount: 1 },
      past: past([off, OVER]),
    },
  });

  expect(linesOf(sectionOf(html, 'Upcoming talks'))).toEqual([
    'Upcoming talks',
    ...['Tue 1 Jan 2999', 'Off', 'Tue, 1 Jan 2999 Cancelled'],
    ...['Wed 2 Jan 2999', 'Next', 'Wed, 2 Jan 2999'],
  ]);
});

test('a series that pauses says so, and that nothing is announced', async () => {
  const html = await render(SeminarSeries, {
    page: { ...SERIES, phase: 'UNSCHEDULED', seriesStatus: 'PAUSED' },
  });

  expect(linesOf(html)).toEqual([
    'Seminar series Paused',
    'A Page',
    'Usually',
    '60 minutes',
    'Upcoming talks',
    'No talk is announced at the moment.',
  ]);
});
