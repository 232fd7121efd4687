import { expect, test } from 'vitest';

import { announced, hiddenLink, item, person, TUTORIAL } from '../../../tests/fixtures/pages';
import { day, minute, span } from '../../../tests/fixtures/times';
import { linesOf, render } from '../../../tests/rendering';
import Tutorial from './Tutorial.astro';

test('a tutorial says what to know before, how it is given, and when one can ask', async () => {
  const html = await render(Tutorial, {
    page: {
      ...TUTORIAL,
      abstract: { html: '<p>By hand.</p>' },
      prerequisites: { html: '<ul><li>Algebra</li></ul>' },
      delivery: ['PRE_RECORDED', 'QUESTIONS_AND_ANSWERS'],
      deliveryNote: 'Videos first.',
      sessions: [
        item(null, {
          kind: 'QUESTIONS_AND_ANSWERS',
          when: span(minute('2027-06-14', '21:00'), minute('2027-06-14', '21:30')),
        }),
      ],
      importantDates: [
        announced('Release of materials', { kind: 'MATERIAL_RELEASE', at: day('2027-05-30') }),
      ],
      contributors: [person('Ada Lindqvist', 'PRESENTER')],
      links: [hiddenLink('SLIDES', 'TO_BE_ANNOUNCED')],
    },
  });

  expect(linesOf(html)).toEqual([
    ...['Tutorial', 'A Page', 'AL', 'Ada Lindqvist'],
    ...['When', 'Mon, 14 Jun 2027'],
    ...['Format', 'Pre-recorded videos · Questions and answers', 'Videos first.'],
    ...['Abstract', 'By hand.'],
    ...['Prerequisites', 'Algebra'],
    ...[
      'Sessions',
      'Show times in my time zone',
      'Mon, 14 Jun 2027 Times in UTC',
      '21:00–21:30',
      'Questions and answers',
    ],
    ...['Important dates', 'Release of materials Next date', 'Sun, 30 May 2027'],
    ...['Materials', 'Slides to be announced'],
  ]);
});
