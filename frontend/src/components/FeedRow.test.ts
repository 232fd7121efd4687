import { expect, test } from 'vitest';

import { FEED } from '../../tests/fixtures/pages';
import { linksOf, render } from '../../tests/rendering';
import FeedRow from './FeedRow.astro';

const USUAL = [
  'A n: /page/',
  `Calendar app: ${FEED.webcalUrl}`,
  `Google Calendar: ${FEED.googleCalendarUrl}`,
  `Outlook: ${FEED.outlookUrl}`,
  `Atom: ${FEED.atomUrl}`,
];

test('a row has all ways to subscribe, and the address to copy', async () => {
  const html = await render(FeedRow, { title: 'A $n$', path: '/page/', feed: FEED });

  expect(linksOf(html)).toEqual([...USUAL, `RSS: ${FEED.rssUrl}`, `JSON: ${FEED.jsonFeedUrl}`]);
  expect(html).toContain(`value="${FEED.calendarUrl}"`);
});

test('a brief row has the usual ways', async () => {
  const html = await render(FeedRow, { title: 'A $n$', path: '/page/', feed: FEED, isBrief: true });

  expect(linksOf(html)).toEqual(USUAL);
  expect(html).not.toContain('<input');
});
