/** What of a page goes to one client: not modified, compressed or as it is (RFC 9110, sections 8.8, 12.5.3 and 13). */

import type { Page } from './page';

export type Origin = 'hit' | 'miss' | 'stale';

export interface Asked {
  readonly acceptEncoding: string | null | undefined;
  readonly ifNoneMatch: string | null | undefined;
}

export interface Representation {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

/** Browsers keep pages but ask each time: a purge does not reach them. */
const ASK_EACH_TIME = 'public, max-age=0, must-revalidate';

const ENCODINGS = ['br', 'gzip'] as const;

/** The answer for a client, with headers besides those of the page. */
export function represent(
  page: Page,
  asked: Asked,
  more: Readonly<Record<string, string>> = {},
): Representation {
  const encoding = ENCODINGS.find((it) => page.variants[it] && accepts(asked.acceptEncoding, it));
  const etag = `"${page.etag}${encoding ? `-${encoding}` : ''}"`;
  const headers: Record<string, string> = {
    'cache-control': ASK_EACH_TIME,
    ...page.headers,
    vary: 'Accept-Encoding',
    ...more,
    etag,
  };
  if (page.status === 200 && asked.ifNoneMatch && matches(asked.ifNoneMatch, page.etag)) {
    delete headers['content-type'];
    return { status: 304, headers, body: undefined };
  }
  const body = (encoding && page.variants[encoding]) ?? page.body;
  if (encoding) headers['content-encoding'] = encoding;
  headers['content-length'] = String(body.length);
  return { status: page.status, headers, body };
}

/** Whether the client takes a coding: named, or meant by `*`, with a weight above 0. */
export function accepts(header: string | null | undefined, coding: string): boolean {
  if (!header) return false;
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', weight] = part.split(';');
    weights.set(name.trim(), weight === undefined ? 1 : Number(/q=([\d.]+)/.exec(weight)?.[1] ?? 0));
  }
  return (weights.get(coding) ?? weights.get('*') ?? 0) > 0;
}

/** Weak comparison with each variant of the page: all of them say the same. */
function matches(header: string, etag: string): boolean {
  return header.split(',').some((part) => {
    const given = part.trim().replace(/^W\//, '');
    return given === '*' || given === `"${etag}"` || ENCODINGS.some((it) => given === `"${etag}-${it}"`);
  });
}
