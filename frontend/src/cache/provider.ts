/** Astro's door to the cache: pages are rendered once, and again after what they show has changed. */

import type { CacheProviderFactory } from 'astro';

import { pageKey } from './keys';
import { readHead, readRendered } from './page';
import type { Answer } from './renders';
import { represent } from './representation';
import { renders } from './site';

const createProvider: CacheProviderFactory = () => ({
  name: 'colloquium',

  async onRequest({ request, url }, next) {
    const { method } = request;
    const key = method === 'GET' || method === 'HEAD' ? pageKey(url) : undefined;
    if (key === undefined) return unkept(await next());
    const answer =
      method === 'HEAD'
        ? await renders.glance(key, async () => readHead(await next()))
        : await renders.answer(key, async () => readRendered(await next()));
    return respond(answer, request);
  },

  async invalidate({ tags, path }) {
    renders.purge({
      ...(tags === undefined ? {} : { tags: [tags].flat() }),
      ...(path === undefined ? {} : { path }),
    });
    return Promise.resolve();
  },
});

export default createProvider;

function respond(answer: Answer, request: Request): Response {
  if (answer.kind === 'private') return unkept(answer.response);
  const more: Record<string, string> =
    answer.kind === 'page' ? { 'x-cache': answer.origin } : { 'cache-control': 'no-store' };
  const asked = {
    acceptEncoding: request.headers.get('Accept-Encoding'),
    ifNoneMatch: request.headers.get('If-None-Match'),
  };
  const { status, headers, body } = represent(answer.page, asked, more);
  // Astro shows its own page in place of an error without a body.
  return new Response(body?.length ? (body as Uint8Array<ArrayBuffer>) : null, { status, headers });
}

/** What says nothing itself is for one visitor. */
function unkept(response: Response): Response {
  if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'private, no-store');
  return response;
}
