import { expect, test } from 'vitest';

import { EVENT, FEED, hiddenLink, link, person, TALK } from '../../../tests/fixtures/pages';
import { minute, span } from '../../../tests/fixtures/times';
import { linesOf, linksOf, render, sectionOf } from '../../../tests/rendering';
import type { PageOf } from '../page';
import Talk from './Talk.astro';

const AHEAD = {
  ...TALK,
  title: 'Bounds on $n^2$',
  when: span(minute('2027-06-16', '13:30')),
  attendanceMode: 'ONLINE',
  abstract: { html: '<p>We count $n$ things.</p>' },
  series: { title: 'A Series', path: '/series/' },
  contributors: [
    person('Ada Lindqvist', 'SPEAKER', {
      honorific: 'Prof.',
      affiliation: 'Example University',
      bio: { html: '<p>Counts things.</p>' },
    }),
    person('Nils Berg', 'HOST'),
  ],
  feed: FEED,
} satisfies PageOf<'Talk'>;

test('a talk ahead tells who, what, when and how to take part', async () => {
  const html = await render(Talk, {
    page: { ...AHEAD, links: [link('REGISTRATION'), link('PAPER', { note: 'preprint' })] },
  });

  expect(linesOf(html)).toEqual([
    'Talk',
    'Bounds on n2',
    'AL',
    'Prof. Ada Lindqvist',
    'Example University',
    'When',
    'Wed, 16 Jun 2027, 13:30 UTC',
    'Show times in my time zone',
    'Where',
    'Online',
    'Length',
    '60 minutes',
    'Series',
    'A Series',
    'Register',
    'Add to calendar',
    'Calendar app',
    'Google Calendar',
    'Outlook',
    'Calendar file (.ics)',
    'News feed (Atom)',
    'Calendars that subscribe follow each change by themselves.',
    'Abstract',
    'We count n things.',
    'About the speaker',
    'Counts things.',
    'All by Ada Lindqvist',
    'Host',
    'NB',
    'Nils Berg',
    'Materials',
    'Paper preprint',
  ]);
  expect(html).toContain('<math>');
});

test('links that lead nowhere yet say why', async () => {
  const html = await render(Talk, {
    page: {
      ...AHEAD,
      links: [
        hiddenLink('JOIN', 'REGISTERED_ONLY'),
        hiddenLink('STREAM', 'NOT_YET'),
        hiddenLink('CHAT', 'MEMBERS_ONLY'),
        hiddenLink('REGISTRATION', 'EXPIRED'),
        hiddenLink('WEBSITE', 'TO_BE_ANNOUNCED'),
      ],
    },
  });

  expect(linesOf(sectionOf(html, 'Links'))).toEqual([
    'Links',
    'Join the meeting for registered participants',
    'Live stream shown nearer to the time',
    'Chat for members',
    'Register no longer open',
    'Website to be announced',
  ]);
});

test('a talk that is over leads to its recording and no longer to the meeting', async () => {
  const html = await render(Talk, {
    page: {
      ...TALK,
      phase: 'PAST',
      links: [link('JOIN'), link('SLIDES'), link('RECORDING')],
      feed: FEED,
    },
  });

  expect(linksOf(html)).toEqual([
    'Recording: https://example.org/recording',
    'Slides: https://example.org/slides',
  ]);
});

test('what is not announced yet is said to be announced', async () => {
  const html = await render(Talk, {
    page: { ...EVENT, ...TALK, title: null, isTitleAnnounced: false, isAbstractAnnounced: false },
  });

  expect(linesOf(html)).toEqual([
    'Talk',
    'Title to be announced',
    'Speaker to be announced',
    'When',
    'Mon, 14 Jun 2027',
    'Abstract',
    'The abstract is to be announced.',
  ]);
});

test('a talk that was moved says from when, and why', async () => {
  const old = minute('2027-06-09', '13:30');
  const html = await render(
    Talk,
    {
      page: {
        ...AHEAD,
        dateChanges: [
          {
            kind: 'RESCHEDULED',
            label: null,
            announcedAt: null,
            reason: '主讲人生病',
            old,
            new: AHEAD.when.start,
          },
          { kind: 'EXTENDED', label: 'Registration', announcedAt: null, reason: null, old, new: old },
        ],
      },
    },
    'zh-hans',
  );

  const lines = linesOf(html);
  expect(lines.slice(lines.indexOf('时间'), lines.indexOf('地点'))).toEqual([
    '时间',
    '2027年6月16日周三 13:30 UTC',
    '原定2027年6月9日周三 13:30 UTC，已改期 主讲人生病',
    '按我的时区显示时间',
  ]);
});

test('somebody who is not public is not named', async () => {
  const secret = { ...person('Hidden Name', 'SPEAKER', { affiliation: 'Hidden Lab' }), person: null };

  const html = await render(Talk, { page: { ...TALK, contributors: [secret] } });

  expect(html).not.toContain('Hidden');
});

test('a long biography is folded', async () => {
  const bio = { html: `<p>${'Many words. '.repeat(100)}</p>` };

  const html = await render(Talk, {
    page: { ...TALK, contributors: [person('Ada Lindqvist', 'SPEAKER', { bio })] },
  });

  expect(sectionOf(html, 'About the speaker')).toMatch(/<details> <summary>Biography<\/summary>/);
});
