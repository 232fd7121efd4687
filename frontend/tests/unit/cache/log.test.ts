import { expect, test } from 'vitest';

import { hideTokens } from '../../../src/cache/log';

test('tokens are left out of texts, arguments and errors', () => {
  const lines: string[] = [];
  const write = (...parts: unknown[]) => lines.push(parts.join(' '));
  const log = { info: write, warn: write, error: write };
  hideTokens(log);

  log.info('Could not render http://site.example.org/preview/?x=1&token=tell-nobody#part');
  log.warn('at %s', '/preview/?TOKEN=tell-nobody&x=1');
  log.error(new Error('failed at "/preview/?token=tell-nobody"'));

  expect(lines[0]).toBe('%s Could not render http://site.example.org/preview/?x=1&token=…#part');
  expect(lines[1]).toBe('%s at /preview/?TOKEN=…&x=1');
  expect(lines[2]).toContain('failed at "/preview/?token=…"');
  expect(lines.join()).not.toContain('tell-nobody');
});
