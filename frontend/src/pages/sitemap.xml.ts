/** The sitemap, or above its greatest length the index of its parts, which `page` numbers from 1 on. */

import { PUBLIC_URL } from 'astro:env/server';
import type { APIRoute } from 'astro';

import { sitemapPath } from '../paths';
import { readAddresses } from '../views/Sitemap/load';
import { MOST_ADDRESSES, writeIndex, writeSitemap } from '../views/Sitemap/sitemap';

const HEADERS = { 'Content-Type': 'application/xml; charset=utf-8' };

export const GET: APIRoute = async ({ locals, url }) => {
  const addresses = await readAddresses(locals.cms);
  const given = url.searchParams.get('page');
  if (given === null && addresses.length > MOST_ADDRESSES) {
    const index = writeIndex(addresses.length, (page) => new URL(sitemapPath(page), PUBLIC_URL).href);
    return new Response(index, { headers: HEADERS });
  }
  const start = (Number(given ?? 1) - 1) * MOST_ADDRESSES;
  const part = start >= 0 ? addresses.slice(start, start + MOST_ADDRESSES) : [];
  return part.length
    ? new Response(writeSitemap(part), { headers: HEADERS })
    : new Response('', { status: 404 });
};
