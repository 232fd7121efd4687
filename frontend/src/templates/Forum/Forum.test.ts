import { expect, test } from 'vitest';

import { announced, FORUM, item, link, person } from '../../../tests/fixtures/pages';
import { day, minute, span } from '../../../tests/fixtures/times';
import { linesOf, linksOf, render, sectionOf } from '../../../tests/rendering';
import Forum from './Forum.astro';

const slot = (date: string, from: string, to: string) => ({
  when: span(minute(date, from), minute(date, to)),
});

test('a programme stands by day and track, in the zone that is named once', async () => {
  const speakers = [
    {
      id: 'p',
      path: '/people/p/',
      name: 'Li Wei',
      nameNative: '李伟',
      affiliation: { name: 'Example Labs' },
    },
  ];
  const sessions = [
    item('Second day', { kind: 'CEREMONY', ...slot('2027-03-11', '09:00', '09:15') }),
    item('Welcome', { kind: 'CEREMONY', ...slot('2027-03-10', '09:00', '09:15') }),
    item('Learning $x$', {
      kind: 'KEYNOTE',
      room: 'Hall A',
      speakers,
      phase: 'LIVE',
      abstract: { html: '<p>About $x$.</p>' },
      link: 'https://example.org/keynote',
      ...slot('2027-03-10', '09:15', '10:00'),
    }),
    item(null, { track: 'Data', ...slot('2027-03-10', '10:00', '10:20') }),
    item('Lunch', { kind: 'BREAK', ...slot('2027-03-10', '12:00', '13:00') }),
    item(null, { kind: 'BREAK', ...slot('2027-03-10', '12:30', '13:00') }),
    item('Late talk', { track: 'Models', ...slot('2027-03-10', '14:00', '14:20') }),
    item('Some time', { kind: 'PANEL' }),
  ];

  const html = await render(Forum, { page: { ...FORUM, sessions, scheduleStatus: 'DRAFT' } });

  expect(linesOf(sectionOf(html, 'Programme'))).toEqual([
    'Programme',
    'The programme is preliminary and may change.',
    'Show times in my time zone',
    'Wed, 10 Mar 2027 Times in UTC',
    '09:00–09:15',
    'Welcome',
    'Ceremony',
    '09:15–10:00',
    'Learning x On now',
    'Li Wei 李伟 Example Labs',
    'Keynote · Hall A',
    'Abstract',
    'About x.',
    'Data',
    '10:00–10:20',
    'Title to be announced',
    '12:00–13:00',
    'Lunch',
    '12:30–13:00',
    'Break',
    'Models',
    '14:00–14:20',
    'Late talk',
    'Thu, 11 Mar 2027 Times in UTC',
    '09:00–09:15',
    'Second day',
    'Ceremony',
    'Day to be announced',
    'Some time',
    'Panel',
  ]);
  expect(linksOf(html)).toEqual(['Learning x: https://example.org/keynote', 'Li Wei: /people/p/']);
  expect(html).toContain('<li id="item-Welcome"');
});

test('parallel tracks are named on each row', async () => {
  const sessions = [
    item('One', { track: 'A', ...slot('2027-03-10', '10:00', '10:20') }),
    item('Two', { track: 'B', ...slot('2027-03-10', '10:00', '10:20') }),
    item('Three', { track: 'A', ...slot('2027-03-10', '10:20', '10:40') }),
  ];

  const html = await render(Forum, { page: { ...FORUM, sessions } });

  expect(linesOf(sectionOf(html, 'Programme')).slice(3)).toEqual([
    ...['10:00–10:20', 'One', 'A'],
    ...['10:00–10:20', 'Two', 'B'],
    ...['10:20–10:40', 'Three', 'A'],
  ]);
});

test('rows in another zone than their day say so, and stand where they are in time', async () => {
  const inTokyo = {
    ...minute('2027-03-10', '17:30'),
    instant: '2027-03-10T08:30:00Z',
    timeZone: 'Asia/Tokyo',
  };
  const sessions = [
    item('First', slot('2027-03-10', '08:00', '08:30')),
    item('Last', slot('2027-03-10', '09:00', '10:00')),
    item('From afar', { when: span(inTokyo) }),
  ];

  const html = await render(Forum, { page: { ...FORUM, sessions } });

  expect(linesOf(sectionOf(html, 'Programme')).slice(2)).toEqual([
    'Wed, 10 Mar 2027 Times in UTC',
    ...['08:00–08:30', 'First'],
    ...['17:30 GMT+9', 'From afar'],
    ...['09:00–10:00', 'Last'],
  ]);
});

test('a forum says what it offers and how to submit', async () => {
  const html = await render(Forum, {
    page: {
      ...FORUM,
      phase: 'UPCOMING',
      when: span(day('2027-03-10'), day('2027-03-11')),
      venue: { name: 'Building 1', address: null, city: 'Singapore', countryCode: 'SG' },
      attendanceMode: 'IN_PERSON',
      partOfTitle: 'Week of Learning',
      partOfUrl: 'https://example.org/week',
      identifiers: [{ scheme: 'doi', value: '10.5555/12345' }],
      tracks: [{ id: 't', name: 'Datasets', description: { html: '<p>Making data.</p>' } }],
      awards: [{ name: 'Best talk', track: 'Datasets', description: null }],
      grants: [
        {
          name: 'Scholarship',
          audience: 'Students',
          covers: ['TRAVEL', 'ACCOMMODATION'],
          description: null,
        },
      ],
      selectionCriteria: [{ name: 'Novelty' }],
      submissionGuidelines: { html: '<p>One PDF.</p>' },
      isOpenToTeams: true,
      maxPages: 1,
      columns: 2,
      fontSizePt: 10,
      templateName: 'Double',
      scheduleStatus: 'TBD',
      importantDates: [announced('Submission')],
      links: [link('SUBMISSION'), link('REGISTRATION')],
      contributors: [
        person('Ada', 'CO_CHAIR'),
        person('Nils', 'CO_CHAIR'),
        person('Olga', 'AWARD_COMMITTEE'),
      ],
    },
  });

  expect(linesOf(html)).toEqual([
    ...['Forum', 'A Page'],
    ...['When', '10 – 11 March 2027'],
    ...['Where', 'Building 1', 'Singapore, Singapore', 'In person'],
    ...['Part of', 'Week of Learning'],
    'Submit',
    ...['Important dates', 'Submission Next date', 'Mon, 1 Mar 2027'],
    ...['Programme', 'The programme is to be announced.'],
    ...['Tracks', 'Datasets', 'Making data.'],
    ...['Awards', 'Best talk', 'Track: Datasets'],
    ...['Grants', 'Scholarship', 'Students Covers travel and accommodation'],
    ...['Submissions', 'One PDF.'],
    ...['Length', '1 page at most', 'Layout', '2 columns', 'Font size', '10 pt', 'Template', 'Double'],
    'Teams may submit together',
    ...['Selection criteria', 'Novelty'],
    ...['Co-chairs', 'A', 'Ada', 'N', 'Nils'],
    ...['Award committee', 'O', 'Olga'],
    ...['Links', 'Register'],
    ...['Identifiers', 'DOI 10.5555/12345'],
  ]);
});
