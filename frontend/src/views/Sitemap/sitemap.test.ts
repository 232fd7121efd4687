import { expect, test } from 'vitest';

import { MOST_ADDRESSES, writeIndex, writeSitemap } from './sitemap';

test('an address stands with its last change and its languages', () => {
  const url = 'https://site.example.org/a/?x=1&y=2';
  const alternates = [
    { language: 'en', url },
    { language: 'zh-hans', url: 'https://site.example.org/zh-hans/a/' },
  ];

  const xml = writeSitemap([
    { url, updatedAt: '2026-11-20T10:00:00Z', alternates },
    { url: 'https://site.example.org/b/', updatedAt: null, alternates: [] },
  ]);

  expect(xml.split('\n').slice(2, 4)).toEqual([
    '<url><loc>https://site.example.org/a/?x=1&amp;y=2</loc><lastmod>2026-11-20T10:00:00Z</lastmod>' +
      '<xhtml:link rel="alternate" hreflang="en" href="https://site.example.org/a/?x=1&amp;y=2"/>' +
      '<xhtml:link rel="alternate" hreflang="zh-hans" href="https://site.example.org/zh-hans/a/"/></url>',
    '<url><loc>https://site.example.org/b/</loc></url>',
  ]);
});

test('an index has as many sitemaps as the addresses fill', () => {
  const xml = writeIndex(
    MOST_ADDRESSES + 1,
    (page) => `https://site.example.org/sitemap.xml?page=${String(page)}`,
  );

  expect([...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url]) => url)).toEqual([
    'https://site.example.org/sitemap.xml?page=1',
    'https://site.example.org/sitemap.xml?page=2',
  ]);
});
