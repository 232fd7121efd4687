/** What is asked first: files of the build and kept pages are answered here, all else is Astro's. */

import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { decodePath, pageKey } from './keys';
import type { Page } from './page';
import type { Renders } from './renders';
import { represent } from './representation';

export interface FrontOptions {
  readonly renders: Renders;
  readonly assets: ReadonlyMap<string, Page>;
  /** Renders what is not kept. */
  readonly astro: RequestListener;
  readonly publicUrl: URL;
}

/**
 * A listener for all requests.
 *
 * Astro is told of a page what its key says and nothing else: the public host and the parameters that count. So a
 * visitor cannot have others shown what stands in their own address or headers.
 */
export function createFront({ renders, assets, astro, publicUrl }: FrontOptions): RequestListener {
  const answer = (request: IncomingMessage, response: ServerResponse, url: URL): boolean => {
    const asset = assets.get(url.pathname);
    if (asset) return send(asset, {}, request, response);
    const key = pageKey(url);
    if (key === undefined) return false;
    const kept = renders.find(key);
    if (kept) return send(kept.page, { 'x-cache': kept.origin }, request, response);
    tellOnly(key, request);
    return false;
  };
  return (request, response) => {
    const url = parseTarget(request.url ?? '/', publicUrl);
    if (!url) {
      response.writeHead(400).end();
      return;
    }
    const path = decodePath(url.pathname) ?? '';
    const allowed = HOOK.test(path) ? ['POST'] : ['GET', 'HEAD'];
    if (!allowed.includes(request.method ?? '')) {
      response.writeHead(405, { allow: allowed.join(', ') }).end();
      return;
    }
    request.headers.host = publicUrl.host;
    request.url = NOT_OFFERED.test(path) ? '/404' : url.pathname + url.search;
    if (request.method !== 'POST' && answer(request, response, url)) return;
    astro(request, response);
  };
}

/** Where the CMS may call. */
const HOOK = /^\/_hooks\/content\/?$/;

/** What Astro has beside our pages: `/_image` reads for anybody what an address names, and the rest has no use here. */
const NOT_OFFERED = /^\/_(?!astro\/|hooks\/content\/?$)/;

/**
 * What is asked for, at the public address whatever the visitor calls it; null where it is no path (RFC 9112, 3.2).
 *
 * Astro finds pages by their paths with one slash at the beginning, however many there are.
 */
function parseTarget(target: string, { origin }: URL): URL | null {
  const named = URL.parse(target.startsWith('/') ? origin + target : target);
  if (!named || !/^https?:$/.test(named.protocol)) return null;
  return URL.parse(origin + named.pathname.replace(/^\/+/, '/') + named.search);
}

/** What a page's answer may depend on besides its key: none of it changes what the page says. */
const TOLD_HEADERS = [
  'host',
  'accept-encoding',
  'if-none-match',
] as const satisfies (keyof IncomingHttpHeaders)[];

function tellOnly(key: string, request: IncomingMessage): void {
  request.url = key;
  const given = request.headers;
  request.headers = Object.fromEntries(
    TOLD_HEADERS.flatMap((name) => (given[name] ? [[name, given[name]]] : [])),
  );
}

/** Sends a page, with headers besides its own; always true. */
function send(
  page: Page,
  more: Readonly<Record<string, string>>,
  request: IncomingMessage,
  response: ServerResponse,
): true {
  const asked = {
    acceptEncoding: request.headers['accept-encoding'],
    ifNoneMatch: request.headers['if-none-match'],
  };
  const { status, headers, body } = represent(page, asked, more);
  response.writeHead(status, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
  return true;
}
