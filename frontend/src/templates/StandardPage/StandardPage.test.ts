import { expect, test } from 'vitest';

import { HEAD } from '../../../tests/fixtures/pages';
import { linesOf, render } from '../../../tests/rendering';
import StandardPage from './StandardPage.astro';

test('a page without a date has its title, summary and text', async () => {
  const html = await render(StandardPage, {
    page: {
      ...HEAD,
      __typename: 'StandardPage',
      title: 'Code of Conduct',
      summary: 'How we treat each other.',
      body: [{ __typename: 'TextBlock', id: '1', content: { html: '<h2>Rules</h2><p>Be kind.</p>' } }],
    },
  });

  expect(linesOf(html)).toEqual(['Code of Conduct', 'How we treat each other.', 'Rules', 'Be kind.']);
});
