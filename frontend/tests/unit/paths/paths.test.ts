import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  absolute,
  forwardingUrl,
  inLanguage,
  isAt,
  languageOf,
  LANGUAGES,
  personPath,
  queryString,
  sitemapPath,
  suggestionsPath,
  viewPath,
} from '../../../src/paths';

test.each([
  ['/', 'en'],
  ['/events/', 'en'],
  ['/zh-hans', 'zh-hans'],
  ['/zh-hans/events/', 'zh-hans'],
  ['/zh-hansom/', 'en'],
  ['/de/veranstaltungen/', 'en'],
])('%s is shown in %s', (path, language) => {
  expect(languageOf(path)).toBe(language);
});

test('addresses of views name their language and what was asked, in one order', () => {
  expect([
    viewPath('home', 'en'),
    viewPath('events', 'zh-hans', { when: 'past', after: 'abc', q: '', type: null }),
    personPath('/people/x/', 'zh-hans'),
    suggestionsPath('zh-hans'),
    sitemapPath(),
    sitemapPath(2),
  ]).toEqual([
    '/',
    '/zh-hans/events/?after=abc&when=past',
    '/zh-hans/people/x/',
    '/zh-hans/search/suggestions.json',
    '/sitemap.xml',
    '/sitemap.xml?page=2',
  ]);
});

test('words survive an address', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (q) => {
      expect(new URLSearchParams(queryString({ q })).get('q')).toBe(q);
    }),
  );
});

test('a path comes back from another language', () => {
  const paths = fc.array(fc.stringMatching(/^[a-z0-9]+$/)).map((parts) => ['', ...parts, ''].join('/'));
  fc.assert(
    fc.property(paths, fc.constantFrom(...LANGUAGES), (path, language) => {
      const there = inLanguage(path, language);

      expect(languageOf(there)).toBe(language);
      expect(inLanguage(there, 'en')).toBe(path);
    }),
  );
});

test.each([
  ['/tidewater/', '/tidewater/', true],
  ['/tidewater', '/tidewater/', false],
  ['/t/%C3%BE%C3%B3r/', '/t/þór/', true],
  ['/t/%e6%b2%88/', '/t/沈/', false],
])('whether %s is %s: %s', (pathname, path, expected) => {
  expect(isAt(pathname, path)).toBe(expected);
});

test('absolute addresses are percent-encoded, as headers want them', () => {
  expect(absolute('https://example.org/讲座/?q=沈#a')).toBe(
    'https://example.org/%E8%AE%B2%E5%BA%A7/?q=%E6%B2%88#a',
  );
});

test.each([
  ['harbour', 'chat', '/go/harbour/chat'],
  ['海港', 'a/b?c#d', '/go/%E6%B5%B7%E6%B8%AF/a%2Fb%3Fc%23d'],
  ['//evil.example', '@', '/go/%2F%2Fevil.example/%40'],
])('stable addresses of %s and %s stay at the CMS', (community, name, path) => {
  expect(forwardingUrl('https://cms.example.org', community, name)).toBe(`https://cms.example.org${path}`);
});
