/** Previews of the built site, before a CMS that knows one token. */

import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { HEAD } from '../fixtures/pages';
import { buildSite, Site } from './cache/site-process';

const TOKEN = 'WyJlZGl0aW5nIl0:1vLkXQ:c2lnbmF0dXJl';
const DRAFT = {
  ...HEAD,
  __typename: 'StandardPage',
  title: '草稿',
  locale: 'zh-hans',
  summary: null,
  body: [],
};

let home: string;
let cms: Server;
let url: string;
let site: Site;
const asked: string[] = [];

async function answer(request: IncomingMessage): Promise<string | object | null> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const path = request.url ?? '';
  asked.push(`${request.method ?? ''} ${path}`);
  if (path.startsWith('/userbar/'))
    return path.includes('in_preview_panel') ? '<wagtail-userbar></wagtail-userbar>' : null;
  const body = Buffer.concat(parts).toString();
  if (body.includes(TOKEN)) return { data: { site: null, preview: DRAFT } };
  if (body.includes('preview(')) {
    const errors = [{ message: 'Expired.', extensions: { code: 'PREVIEW_EXPIRED' } }];
    return { data: { site: null, preview: null }, errors };
  }
  return { data: { site: null, contentVersion: '1' } };
}

beforeAll(async () => {
  home = await buildSite();
  cms = createServer((request, response) => {
    void answer(request).then((found) => {
      if (found === null) response.statusCode = 404;
      response.end(typeof found === 'string' ? found : JSON.stringify(found));
    });
  }).listen(0, '127.0.0.1');
  await once(cms, 'listening');
  url = `http://127.0.0.1:${String((cms.address() as AddressInfo).port)}`;
  site = await Site.start(home, url);
}, 60_000);

afterAll(async () => {
  await site.kill();
  cms.close();
  cms.closeAllConnections();
  await rm(home, { recursive: true });
});

const SECRET_HEADERS = {
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

test('a draft is shown in its language with the bar for editors, and its token stays where it was', async () => {
  asked.length = 0;

  const { status, headers, body } = await site.get(`/preview/?token=${TOKEN}&in_preview_panel=true`);

  expect(status).toBe(200);
  expect(headers).toMatchObject(SECRET_HEADERS);
  expect(headers['set-cookie']).toBeUndefined();
  expect(headers['content-security-policy']).toContain(`frame-ancestors ${url}`);
  expect(body).toMatch(/<html lang="zh-hans" dir="ltr">.*<base target="_blank">.*<h1[^>]*>草稿<\/h1>/s);
  expect(body).toContain('<wagtail-userbar></wagtail-userbar>');
  expect(body).not.toMatch(/rel="canonical"|property="og:url"|class="preview-bar"/);
  expect(asked.filter((it) => it.includes(TOKEN.split(':')[0] ?? ''))).toEqual([
    `GET /userbar/?token=${encodeURIComponent(TOKEN)}&in_preview_panel=true`,
  ]);
  expect(body + JSON.stringify(headers) + site.log).not.toContain(TOKEN.split(':')[2]);
});

test('outside of the editor it says that nobody else sees it', async () => {
  const { status, body } = await site.get(`/preview/?token=${TOKEN}`);

  expect(status).toBe(200);
  expect(body).toContain('预览——尚未公开');
  expect(body).not.toContain('wagtail-userbar');
});

test.each([
  ['/preview/?token=old', 410, 'This preview has ended'],
  ['/preview/', 404, 'There is no preview without its token'],
])('%s is answered with %i and words', async (path, status, title) => {
  const got = await site.get(path);

  expect(got.status).toBe(status);
  expect(got.headers).toMatchObject(SECRET_HEADERS);
  expect(got.body).toContain(title);
});

test('while the CMS is away, a preview is too, without a word of its token', async () => {
  const lost = await Site.start(home, 'http://127.0.0.1:9');

  const { status, body } = await lost.get(`/preview/?token=${TOKEN}`);
  const { log } = lost;
  await lost.kill();

  expect(status).toBe(503);
  expect(log).toContain('Preview: ');
  expect(body + log).not.toContain(TOKEN.split(':')[2]);
});
