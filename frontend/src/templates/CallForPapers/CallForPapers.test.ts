import { expect, test } from 'vitest';

import { announced, CALL, FEED, link, person } from '../../../tests/fixtures/pages';
import { anywhereOnEarth, day, UNKNOWN } from '../../../tests/fixtures/times';
import { linesOf, linksOf, render, sectionOf } from '../../../tests/rendering';
import type { PageOf } from '../page';
import CallForPapers from './CallForPapers.astro';

const CYCLES = [
  announced('Submission', {
    round: 'Cycle 1',
    at: anywhereOnEarth('2026-09-01'),
    state: 'CLOSED',
  }),
  announced('Submission', {
    round: 'Cycle 2',
    at: anywhereOnEarth('2027-03-08'),
    previousValues: [anywhereOnEarth('2027-03-01')],
  }),
  announced('Notification', {
    kind: 'NOTIFICATION',
    round: 'Cycle 2',
    at: day('2027-05-01'),
    certainty: 'TENTATIVE',
    previousValues: [day('2027-04-24')],
  }),
  announced('Camera-ready version', {
    kind: 'CAMERA_READY',
    at: UNKNOWN,
    state: 'UNKNOWN',
    relation: 'AFTER',
    days: 14,
    relativeTo: 'Notification',
    isMandatory: false,
    note: 'For accepted papers.',
  }),
] satisfies PageOf<'CallForPapers'>['importantDates'];

test('dates stand by cycle with their former values, and AoE is explained once', async () => {
  const html = await render(CallForPapers, { page: { ...CALL, importantDates: CYCLES } });

  expect(linesOf(sectionOf(html, 'Important dates'))).toEqual([
    'Important dates',
    'Cycle 1',
    'Submission Closed',
    'Tue, 1 Sept 2026 AoE (Anywhere on Earth)',
    'Cycle 2',
    'Submission Next date',
    'Mon, 8 Mar 2027 AoE (Anywhere on Earth)',
    'Extended from 1 March 2027 AoE',
    'Notification Tentative',
    'Sat, 1 May 2027',
    'Moved from 24 April 2027',
    'General',
    'Camera-ready version Optional',
    'To be announced',
    '14 days after Notification',
    'For accepted papers.',
    'AoE – Anywhere on Earth. The day has to be over everywhere on Earth: until 12:00 UTC of the next day.',
  ]);
});

test('names of kinds are in the language of the interface, also in distances', async () => {
  const html = await render(CallForPapers, { page: { ...CALL, importantDates: CYCLES.slice(3) } }, 'zh-hans');

  expect(linesOf(sectionOf(html, '重要日期'))).toEqual([
    '重要日期',
    '终稿 可选',
    '待定',
    '录用通知后 14 天',
    'For accepted papers.',
  ]);
});

test('dates are where feeds link to', async () => {
  const html = await render(CallForPapers, { page: { ...CALL, importantDates: CYCLES } });

  expect([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)).toEqual([
    'date-Submission',
    'date-Submission',
    'date-Notification',
    'date-Camera-ready version',
  ]);
});

test('a call says what to submit, to whom and under which rules', async () => {
  const html = await render(CallForPapers, {
    page: {
      ...CALL,
      shortTitle: 'CIALS',
      edition: 3,
      anonymity: 'DOUBLE_BLIND',
      languagesAccepted: ['en', 'zh'],
      topics: [{ id: 't', name: 'Audits & proofs', slug: 'audits-proofs' }],
      hasOpenTopics: true,
      rejectsWrongFormat: true,
      policies: { html: '<p>Nothing published before.</p>' },
      paperCategories: [
        {
          name: 'Full papers',
          maxPages: 20,
          columns: 2,
          includesBibliography: true,
          includesAppendices: false,
          templateName: 'Two columns',
          templateUrl: 'https://example.org/template',
          description: { html: '<p>Mature work.</p>' },
        },
      ],
      importantDates: [announced('Submission')],
      links: [link('SUBMISSION'), link('WEBSITE')],
      contributors: [person('Ada Lindqvist', 'CHAIR', { roleLabel: 'General chair' })],
      feed: FEED,
    },
  });

  const lines = linesOf(html);
  expect(lines.slice(0, 10)).toEqual([
    'Call for papers CIALS 3rd edition',
    'A Page',
    'When',
    'Mon, 14 Jun 2027',
    'Languages of submissions',
    'English and Chinese',
    'Review',
    'Double-blind',
    'Submit',
    'Subscribe to the dates',
  ]);
  expect(lines.slice(lines.indexOf('Topics'))).toEqual([
    'Topics',
    'Audits & proofs',
    'Other topics are welcome, too.',
    'Kinds of papers',
    'Full papers',
    'Mature work.',
    'Length',
    '20 pages at most, bibliography included, appendices not counted',
    'Layout',
    '2 columns',
    'Template',
    'Two columns',
    'Rules for submissions',
    'Nothing published before.',
    'Papers in a wrong format are rejected without review.',
    'Chair',
    'AL',
    'Ada Lindqvist',
    'General chair',
    'Links',
    'Website',
  ]);
  expect(linksOf(html)).toContain('Audits & proofs: /events/?topic=audits-proofs');
});

test('nobody is sent to submit after the deadline', async () => {
  const html = await render(CallForPapers, {
    page: {
      ...CALL,
      importantDates: [announced('Submission', { state: 'CLOSED' })],
      links: [link('SUBMISSION')],
    },
  });

  expect(html).not.toContain('is-main');
});

test('a large committee is a list of names', async () => {
  const members = Array.from({ length: 40 }, (_, number) =>
    person(`Member ${String(number)}`, 'PROGRAMME_COMMITTEE', { affiliation: 'Example University' }),
  );

  const html = await render(CallForPapers, { page: { ...CALL, contributors: members } });

  const lines = linesOf(sectionOf(html, 'Programme committee'));
  expect(lines).toHaveLength(41);
  expect(lines[1]).toBe('Member 0 Example University');
});
