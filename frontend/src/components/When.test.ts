import { experimental_AstroContainer as AstroContainer } from 'astro/container';
import { expect, test } from 'vitest';

import { UNKNOWN } from '../../tests/fixtures/times';
import { wordsIn } from '../i18n/words';
import When from './When.astro';

test('a span whose start is unknown is to be announced', async () => {
  const container = await AstroContainer.create();

  const html = await container.renderToString(When, {
    props: { span: { start: UNKNOWN, end: null, isAllDay: false } },
    locals: { language: 'en', words: wordsIn('en') } as App.Locals,
  });

  expect(html.trim()).toBe('To be announced');
});
