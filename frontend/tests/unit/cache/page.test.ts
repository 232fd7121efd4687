import { brotliDecompressSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { entityTag, keptSeconds, readRendered } from '../../../src/cache/page';

const KEPT = { 'CDN-Cache-Control': 'max-age=60', 'Cache-Tag': 'all, Talk:1', 'Content-Type': 'text/html' };

const respond = (status: number, headers: Record<string, string> = {}, body: string | null = 'text') =>
  new Response(body, { status, headers: { ...KEPT, ...headers } });

describe('keptSeconds', () => {
  test.each([200, 301, 308, 404, 410])('is what the header says for %i', (status) => {
    expect(keptSeconds(respond(status))).toBe(60);
  });

  test.each([302, 303, 307, 400, 401, 403, 500, 503])('is undefined for %i', (status) => {
    expect(keptSeconds(respond(status))).toBeUndefined();
  });

  test.each([
    ['a cookie', { 'Set-Cookie': 'a=b' }],
    ['no-store', { 'Cache-Control': 'no-store' }],
    ['private', { 'Cache-Control': 'private, max-age=3' }],
    ['other variation', { Vary: 'Accept-Encoding, Cookie' }],
    ['variation by anything', { Vary: '*' }],
    ['a coding of its own', { 'Content-Encoding': 'gzip' }],
  ])('is undefined with %s', (_, headers) => {
    expect(keptSeconds(respond(200, headers))).toBeUndefined();
  });

  test('is undefined without the header', () => {
    expect(
      keptSeconds(new Response('text', { headers: { 'Cache-Control': 'public, max-age=60' } })),
    ).toBeUndefined();
  });

  test('is undefined while Astro holds cookies for the answer', () => {
    const response = respond(200);
    Reflect.set(response, Symbol.for('astro.cookies'), { headers: () => ['a=b'].values() });
    expect(keptSeconds(response)).toBeUndefined();
  });

  test('is undefined for a 404 without a body, in whose place Astro shows a page', () => {
    expect(keptSeconds(respond(404, {}, null))).toBeUndefined();
  });
});

describe('readRendered', () => {
  test('reads a page with its tags, without what is said to caches', async () => {
    const policy = {
      'Content-Security-Policy': "default-src 'none'",
      'Cache-Control': 'public',
      ETag: '"x"',
    };
    const rendered = await readRendered(respond(200, policy));

    expect(rendered).toEqual({
      kind: 'page',
      seconds: 60,
      page: {
        status: 200,
        headers: { 'content-type': 'text/html', 'content-security-policy': "default-src 'none'" },
        body: new TextEncoder().encode('text'),
        variants: {},
        etag: entityTag(new TextEncoder().encode('text'), 'text/html'),
        tags: ['all', 'Talk:1'],
      },
    });
  });

  test('compresses what is long enough', async () => {
    const text = 'many words '.repeat(200);
    const rendered = await readRendered(respond(200, {}, text));

    const br = rendered.kind === 'page' ? rendered.page.variants.br : undefined;
    expect(brotliDecompressSync(br ?? '').toString()).toBe(text);
    expect(br?.buffer.byteLength).toBe(br?.length);
  });

  test('gives answers for one visitor back untouched', async () => {
    const response = respond(200, { 'Set-Cookie': 'a=b' });

    expect(await readRendered(response)).toEqual({ kind: 'private', response });
    expect(response.bodyUsed).toBe(false);
  });

  test('reads failures without cookies', async () => {
    const rendered = await readRendered(respond(503, { 'Set-Cookie': 'a=b', 'Retry-After': '5' }));

    expect(rendered).toMatchObject({ kind: 'failure', page: { status: 503 } });
    expect(rendered.kind === 'failure' && rendered.page.headers).toEqual({
      'content-type': 'text/html',
      'retry-after': '5',
    });
  });

  test('rejects where the body breaks off', async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.error(new Error('broken off'));
      },
    });

    await expect(readRendered(new Response(body, { headers: KEPT }))).rejects.toThrow('broken off');
  });
});
