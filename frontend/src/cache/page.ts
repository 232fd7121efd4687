/** Pages as they are kept: values that never change. */

import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);

const KEPT_STATUSES = new Set([200, 301, 308, 404, 410]);
const SMALLEST_COMPRESSED = 512;
const QUALITY = 5;

/** Said by the answer to one request and not by the page, or told otherwise to browsers than to us. */
const NOT_KEPT_HEADERS = new Set([
  'cache-control',
  'cache-tag',
  'cdn-cache-control',
  'connection',
  'content-length',
  'date',
  'etag',
  'set-cookie',
  'transfer-encoding',
  'vary',
]);

export interface Page {
  readonly status: number;
  /** By names in lower case; without those that `represent` adds. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly variants: Readonly<Partial<Record<'br' | 'gzip', Uint8Array>>>;
  /** Of the body as it is, without quotes. */
  readonly etag: string;
  readonly tags: readonly string[];
}

/** What a render came to. */
export type Rendered =
  | { readonly kind: 'page'; readonly page: Page; readonly seconds: number }
  /** Everybody may be told of the failure, but it is not kept. */
  | { readonly kind: 'failure'; readonly page: Page }
  /** For one visitor only. */
  | { readonly kind: 'private'; readonly response: Response };

/** Reads an answer to its end; rejects where its body breaks off. */
export async function readRendered(response: Response): Promise<Rendered> {
  if (response.status >= 500) return { kind: 'failure', page: await readPage(response) };
  const seconds = keptSeconds(response);
  if (seconds === undefined) return { kind: 'private', response };
  return { kind: 'page', page: await compressed(await readPage(response)), seconds };
}

/** Reads an answer to a request for headers only, which says nothing of what the page holds. */
export async function readHead(response: Response): Promise<Rendered> {
  return response.status >= 500
    ? { kind: 'failure', page: await readPage(response) }
    : { kind: 'private', response };
}

/** For how many seconds an answer may be given to everybody; undefined when not at all. */
export function keptSeconds(response: Response): number | undefined {
  const control = response.headers.get('CDN-Cache-Control');
  const seconds = /\bmax-age=(\d+)/.exec(control ?? '')?.[1];
  if (seconds === undefined || !KEPT_STATUSES.has(response.status) || setsCookie(response)) return undefined;
  if (/\b(?:no-store|private)\b/i.test(`${control ?? ''},${response.headers.get('Cache-Control') ?? ''}`))
    return undefined;
  // Astro shows its own page in place of a 404 without a body.
  if (response.status === 404 && !response.body) return undefined;
  if (variesByMore(response.headers.get('Vary')) || response.headers.has('Content-Encoding'))
    return undefined;
  return Number(seconds);
}

/** The entity tag of bytes, without quotes (RFC 9110, section 8.8.3): as strong as SHA-256 cut to 132 bits. */
export function entityTag(body: Uint8Array, contentType: string): string {
  return createHash('sha256').update(`${contentType}\n`).update(body).digest('base64url').slice(0, 22);
}

async function readPage(response: Response): Promise<Page> {
  const body = new Uint8Array(await response.arrayBuffer());
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !NOT_KEPT_HEADERS.has(name)));
  const tags = (response.headers.get('Cache-Tag') ?? '').split(',').map((tag) => tag.trim());
  return {
    status: response.status,
    headers,
    body,
    variants: {},
    etag: entityTag(body, headers['content-type'] ?? ''),
    tags: tags.filter(Boolean),
  };
}

async function compressed(page: Page): Promise<Page> {
  if (page.body.length < SMALLEST_COMPRESSED) return page;
  const br = await compress(page.body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: page.body.length,
    },
  });
  // What zlib returns holds on to a buffer of 64 KB.
  return { ...page, variants: { br: new Uint8Array(br) } };
}

/** Whether a cookie comes with the answer, in its headers or where Astro holds them until it is sent. */
function setsCookie(response: Response): boolean {
  const held = Reflect.get(response, Symbol.for('astro.cookies')) as
    { headers(): Iterator<string> } | undefined;
  return response.headers.has('Set-Cookie') || (held !== undefined && !held.headers().next().done);
}

function variesByMore(vary: string | null): boolean {
  return (vary ?? '').split(',').some((name) => !['', 'accept-encoding'].includes(name.trim().toLowerCase()));
}
