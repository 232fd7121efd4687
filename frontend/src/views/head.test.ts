import { expect, test } from 'vitest';

import type { SiteFacts } from '../layouts/head';
import { viewHead } from './head';

const site = {
  url: 'https://site.example.org/',
  languages: [
    { locale: 'en', name: 'English', path: '/' },
    { locale: 'zh-hans', name: '简体中文', path: '/zh-hans/' },
    { locale: 'de', name: 'Deutsch', path: '/de/' },
  ],
} as unknown as NonNullable<SiteFacts>;

test('a view names itself and its languages, whatever it was asked for', () => {
  const head = viewHead(site, {
    title: '活动',
    description: '活动',
    language: 'zh-hans',
    pathname: '/zh-hans/events',
    isFiltered: true,
  });

  expect(head).toEqual({
    title: '活动',
    description: '活动',
    language: 'zh-hans',
    canonicalUrl: 'https://site.example.org/zh-hans/events/',
    isNoIndex: true,
    alternates: [
      { language: 'en', path: '/events/' },
      { language: 'zh-hans', path: '/zh-hans/events/' },
    ],
    jsonLd: undefined,
  });
});

test('a site in one language has no alternates', () => {
  const one = { ...site, languages: site.languages.slice(0, 1) };

  const head = viewHead(one, { title: 'E', description: 'E', language: 'en', pathname: '/events/' });

  expect(head.alternates).toEqual([]);
});
