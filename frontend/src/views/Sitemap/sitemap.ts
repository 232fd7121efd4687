/** Sitemaps (https://www.sitemaps.org/protocol.html) with the languages of each address. */

import { escapeHtml } from '../../text/math';

/** Half of what the protocol allows at least by number, since each address names its languages, too. */
export const MOST_ADDRESSES = 5_000;

export interface Address {
  url: string;
  /** RFC 3339; null when not known. */
  updatedAt: string | null;
  /** The address in all of its languages, itself included; empty when there is one only. */
  alternates: readonly { language: string; url: string }[];
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

export function writeSitemap(addresses: readonly Address[]): string {
  const entries = addresses.map(
    ({ url, updatedAt, alternates }) =>
      `<url><loc>${escapeHtml(url)}</loc>` +
      (updatedAt ? `<lastmod>${escapeHtml(updatedAt)}</lastmod>` : '') +
      alternates.map(writeAlternate).join('') +
      '</url>',
  );
  return `${HEAD}\n<urlset xmlns="${NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${entries.join('\n')}\n</urlset>\n`;
}

/** The index of as many sitemaps as the addresses fill; `urlOf` gives the one of a number, from 1 on. */
export function writeIndex(count: number, urlOf: (page: number) => string): string {
  const pages = Math.ceil(count / MOST_ADDRESSES);
  const entries = Array.from(
    { length: pages },
    (_, index) => `<sitemap><loc>${escapeHtml(urlOf(index + 1))}</loc></sitemap>`,
  );
  return `${HEAD}\n<sitemapindex xmlns="${NAMESPACE}">\n${entries.join('\n')}\n</sitemapindex>\n`;
}

function writeAlternate({ language, url }: Address['alternates'][number]): string {
  return `<xhtml:link rel="alternate" hreflang="${escapeHtml(language)}" href="${escapeHtml(url)}"/>`;
}
