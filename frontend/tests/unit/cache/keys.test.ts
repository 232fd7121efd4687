import { describe, expect, test } from 'vitest';

import { pageKey } from '../../../src/cache/keys';

const key = (address: string) => pageKey(new URL(address, 'https://site.example.org'));

describe('pageKey', () => {
  test('leaves out parameters that change nothing, and empty ones, and orders the others', () => {
    expect(key('/events/?utm_source=mail&when=past&topic=&q=graphs&ref=x')).toBe(
      '/events/?q=graphs&when=past',
    );
  });

  test('keeps repeated parameters in the order given', () => {
    expect(key('/events/?topic=b&type=talk&topic=a')).toBe('/events/?topic=b&topic=a&type=talk');
  });

  test('escapes what would end a parameter', () => {
    expect(key('/search/?q=a%26type%3Dtalk')).toBe('/search/?q=a%26type%3Dtalk');
  });

  test.each([
    '/preview/?token=t',
    '/preview',
    '/zh-hans/preview/?token=t',
    '/PREVIEW/',
    '/_hooks/content',
    '/go/harbour/chat',
    '/_astro/a.css',
  ])('has none for %s', (address) => {
    expect(key(address)).toBeUndefined();
  });

  test.each(['/%70review/?token=t', '/%5f', '/%ff/', '/healthz', '/readyz', `/${'a'.repeat(2_001)}/`])(
    'has none for %s',
    (address) => {
      expect(key(address)).toBeUndefined();
    },
  );

  test.each(['/', '/previews/', '/golden/', '/forum/preview-of-things/', '/zh-hans/'])(
    'is the path for %s',
    (address) => {
      expect(key(address)).toBe(address);
    },
  );
});
