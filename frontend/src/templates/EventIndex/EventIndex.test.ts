import { expect, test } from 'vitest';

import { CARD, HEAD } from '../../../tests/fixtures/pages';
import { linesOf, linksOf, render } from '../../../tests/rendering';
import type { PageOf } from '../page';
import EventIndex from './EventIndex.astro';

const INDEX: PageOf<'EventIndex'> = {
  ...HEAD,
  __typename: 'EventIndex',
  title: 'Meetings of $n$ people',
  introduction: 'All of them.',
};

const PAGE = { endCursor: 'older', hasNextPage: true, hasPreviousPage: false };

test('events ahead stand above those that are over', async () => {
  const html = await render(EventIndex, {
    page: INDEX,
    lists: {
      ahead: { nodes: [{ ...CARD, title: 'Soon', summary: 'Why to come.' }] },
      past: { nodes: [{ ...CARD, title: 'Over', phase: 'PAST' }], pageInfo: PAGE },
    },
  });

  expect(linesOf(html)).toEqual([
    ...['Meetings of n people', 'All of them.'],
    ...['Upcoming', 'Mon 14 Jun 2027', 'Soon', 'Why to come.', 'Talk Mon, 14 Jun 2027 A Series'],
    ...['Past', 'Mon 14 Jun 2027', 'Over', 'Talk Mon, 14 Jun 2027 A Series'],
    'Older events',
  ]);
  expect(linksOf(html)).toContain('Older events: /page/?after=older#past');
});

test('pages of older events show those alone', async () => {
  const html = await render(EventIndex, {
    page: INDEX,
    lists: {
      ahead: { nodes: [{ ...CARD, title: 'Soon' }] },
      past: { nodes: [{ ...CARD, title: 'Over' }], pageInfo: { ...PAGE, hasPreviousPage: true } },
    },
  });

  expect(linesOf(html)).not.toContain('Soon');
  expect(linksOf(html)).toContain('Back to the newest events: /page/#past');
});

test('an empty index says so', async () => {
  const html = await render(EventIndex, { page: INDEX, lists: { ahead: null, past: null } });

  expect(linesOf(html).at(-1)).toBe('Nothing is announced yet.');
});
