import { once } from 'node:events';
import {
  createServer,
  request as send,
  type IncomingMessage,
  type RequestOptions,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createFront } from '../../../src/cache/front';
import { Renders } from '../../../src/cache/renders';
import { Store } from '../../../src/cache/store';
import { makePage } from './pages';

const PUBLIC_URL = new URL('https://site.example.org');
const STYLE = makePage('a {}', {
  headers: { 'content-type': 'text/css', 'cache-control': 'immutable' },
  etag: 'style',
});

let renders: Renders;
let server: Server;

beforeEach(async () => {
  renders = new Renders(new Store({ now: () => 0, bytes: 100_000 }));
  const astro = createFront({
    renders,
    assets: new Map([['/_astro/a.css', STYLE]]),
    publicUrl: PUBLIC_URL,
    astro: ({ method, url, headers }, response) => response.end(JSON.stringify({ method, url, headers })),
  });
  server = createServer(astro).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  server.close();
});

async function ask(path: string, options: RequestOptions = {}) {
  const { port } = server.address() as AddressInfo;
  const [response] = (await once(send({ host: '127.0.0.1', port, path, ...options }).end(), 'response')) as [
    IncomingMessage,
  ];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) };
}

async function keep(key: string, text: string): Promise<void> {
  const page = makePage(text, { variants: { br: brotliCompressSync(text) }, etag: 'tag' });
  await renders.answer(key, () => Promise.resolve({ kind: 'page', page, seconds: 60 }));
}

test('of a page that is not kept Astro is told the key and nothing of the visitor', async () => {
  const headers = {
    Host: 'evil.example.org',
    Cookie: 'a=b',
    Authorization: 'Basic x',
    'X-Forwarded-Host': 'evil.example.org',
    'Accept-Encoding': 'br',
    'If-None-Match': '"tag"',
  };

  const { body } = await ask('/events/?utm_source=mail&q=x&q=', { headers });

  expect(JSON.parse(body.toString())).toEqual({
    method: 'GET',
    url: '/events/?q=x',
    headers: { host: 'site.example.org', 'accept-encoding': 'br', 'if-none-match': '"tag"' },
  });
});

test('a preview gets to Astro with its token, but for the public host', async () => {
  const { body } = await ask('/preview/?token=t', { headers: { Host: 'evil.example.org' } });

  expect(JSON.parse(body.toString())).toMatchObject({
    url: '/preview/?token=t',
    headers: { host: 'site.example.org' },
  });
});

test('a kept page is sent as the visitor takes it', async () => {
  await keep('/', 'text');

  const plain = await ask('/?ref=x');
  const compressed = await ask('/', { headers: { 'Accept-Encoding': 'br' } });
  const known = await ask('/', { headers: { 'If-None-Match': '"tag-br"' } });
  const head = await ask('/', { method: 'HEAD' });

  expect([plain.status, plain.body.toString(), plain.headers['x-cache']]).toEqual([200, 'text', 'hit']);
  expect(brotliDecompressSync(compressed.body).toString()).toBe('text');
  expect([known.status, known.body.length]).toEqual([304, 0]);
  expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, '4']);
});

test('a file of the build may be kept by everybody', async () => {
  const { status, headers, body } = await ask('/_astro/a.css?v=2');

  expect([status, headers['cache-control'], headers.etag, body.toString()]).toEqual([
    200,
    'immutable',
    '"style"',
    'a {}',
  ]);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('no page is for %s', async (method) => {
  await keep('/', 'text');

  const page = await ask('/', { method });
  const outside = await ask('/_hooks/..', { method });

  for (const { status, headers, body } of [page, outside]) {
    expect([status, headers.allow, body.length]).toEqual([405, 'GET, HEAD', 0]);
  }
});

test('the hook takes deliveries and nothing else', async () => {
  const delivery = await ask('/_hooks/content', { method: 'POST' });
  const others = await Promise.all(
    ['GET', 'PUT', 'TRACE'].map((method) => ask('/_hooks/content', { method })),
  );

  expect(delivery.status).toBe(200);
  expect(others.map((it) => [it.status, it.headers.allow])).toEqual(others.map(() => [405, 'POST']));
});

test.each(['//evil.example.org/', '/%ff/', 'http://evil.example.org/'])('%s does no harm', async (path) => {
  const { status, body } = await ask(path);

  expect(status).toBe(200);
  expect(JSON.parse(body.toString())).toMatchObject({ headers: { host: 'site.example.org' } });
});

test.each(['http://evil.example.org/events/?q=x', '//events/?q=x', '/\\events/?q=x'])(
  '%s is the path in it',
  async (path) => {
    expect(JSON.parse((await ask(path)).body.toString())).toMatchObject({ url: '/events/?q=x' });
  },
);

test.each(['*', 'evil.example.org/', 'ftp://evil.example.org/'])('%s is no address', async (path) => {
  expect((await ask(path)).status).toBe(400);
});

test.each(['/_image?href=/healthz', '/%5Fimage?href=/x', '//_image', '/_server-islands/x', '/_hooks/else'])(
  'what Astro has at %s is not offered',
  async (path) => {
    expect(JSON.parse((await ask(path)).body.toString())).toMatchObject({ url: '/404' });
  },
);
