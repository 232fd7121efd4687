/** What crawlers should leave alone (RFC 9309), and where the sitemap is. */

import { PUBLIC_URL } from 'astro:env/server';
import type { APIRoute } from 'astro';

import { LANGUAGES, sitemapPath, viewPath } from '../paths';

export const GET: APIRoute = () => {
  const hidden = ['/preview/', ...LANGUAGES.map((it) => viewPath('search', it))];
  const lines = [
    'User-agent: *',
    ...hidden.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${new URL(sitemapPath(), PUBLIC_URL).href}`,
  ];
  return new Response(`${lines.join('\n')}\n`, {
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=3600' },
  });
};
