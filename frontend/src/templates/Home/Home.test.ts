import { expect, test } from 'vitest';

import { announced, CARD, HEAD } from '../../../tests/fixtures/pages';
import { linesOf, linksOf, render } from '../../../tests/rendering';
import type { ListsOf } from '../lists';
import type { PageOf } from '../page';
import Home from './Home.astro';

const HOME: PageOf<'Home'> = { ...HEAD, __typename: 'Home', title: 'Home', introduction: null, body: [] };

const NOTHING = {
  live: { nodes: [] },
  next: { nodes: [] },
  communities: { nodes: [] },
  deadlines: { nodes: [] },
} satisfies ListsOf<'Home'>;

test('home leads to what is on, what comes next, open deadlines and communities', async () => {
  const html = await render(Home, {
    page: { ...HOME, title: 'Meetings', introduction: 'All of them.' },
    lists: {
      live: { nodes: [{ ...CARD, title: 'Now', path: '/now/', phase: 'LIVE' }] },
      next: { nodes: [{ ...CARD, title: 'Soon', path: '/soon/' }] },
      communities: { nodes: [{ ...CARD, title: 'Group', path: '/group/', __typename: 'SeminarSeries' }] },
      deadlines: {
        nodes: [
          {
            ...announced('Submission'),
            event: { title: 'A Long Title', shortTitle: 'Short', path: '/call/' },
          },
        ],
      },
    },
  });

  expect(linesOf(html)).toEqual([
    ...['Meetings', 'All of them.'],
    ...['On now', 'Mon 14 Jun 2027', 'Now', 'Talk Mon, 14 Jun 2027 A Series On now'],
    ...['Coming up', 'Mon 14 Jun 2027', 'Soon', 'Talk Mon, 14 Jun 2027 A Series'],
    'All events',
    ...['Open deadlines', 'Submission', 'Mon, 1 Mar 2027', 'Short'],
    'All deadlines',
    ...['Communities', 'Group'],
  ]);
  expect(linksOf(html)).toEqual([
    'Now: /now/',
    'Soon: /soon/',
    'All events: /events/',
    'Short: /call/#date-Submission',
    'All deadlines: /deadlines/',
    'Group: /group/',
  ]);
});

test('an empty site says that nothing is announced, in its language', async () => {
  const html = await render(Home, { page: HOME, lists: NOTHING }, 'zh-hans');

  expect(linesOf(html)).toEqual(['Home', '即将举行', '尚无公布的活动。', '全部活动']);
  expect(html).toContain('visually-hidden');
});

test('lists that the CMS could not give are left out', async () => {
  const html = await render(Home, {
    page: HOME,
    lists: { live: null, next: null, communities: null, deadlines: null },
  });

  expect(linesOf(html)).toEqual(['Home', 'Coming up', 'Nothing is announced yet.', 'All events']);
});
