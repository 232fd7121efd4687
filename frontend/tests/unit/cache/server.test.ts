/** The built site as a process, before a CMS that knows one version and no page. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { join } from 'node:path';

import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { visit } from '../../perf/crowd';
import { buildSite, type Got, SECRET, Site } from './site-process';
import { StandIn } from './stand-in';

let home: string;
let cms: StandIn;
let site: Site;

beforeAll(async () => {
  home = await buildSite();
}, 60_000);

afterAll(() => rm(home, { recursive: true }));

beforeEach(async () => {
  cms = await StandIn.start();
});

afterEach(async () => {
  await site.kill();
  await cms.stop();
  await rm(join(home, 'pages'), { recursive: true, force: true });
});

/** Gets a path again until the answer is as wanted. */
async function getUntil(path: string, isWanted: (got: Got) => boolean): Promise<Got> {
  const end = Date.now() + 10_000;
  for (;;) {
    const got = await site.get(path);
    if (isWanted(got)) return got;
    if (Date.now() > end) throw new Error(`${path} came to ${JSON.stringify(got)}`);
  }
}

test('requests under way are answered after SIGTERM, and the process ends', { timeout: 20_000 }, async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
  const { promise: allWait, resolve: noteAll } = Promise.withResolvers<undefined>();
  site = await Site.start(home, cms.url);
  cms.gate = gate;
  cms.onOperation = () => {
    if (cms.operations === 100) noteAll(undefined);
  };
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const requests = Array.from({ length: 100 }, (_, number) =>
    site.get(`/page-${String(number)}/`, { agent }),
  );
  await allWait;

  const stopped = site.stop();
  await refused(site.port);
  open(undefined);

  const answers = await Promise.all(requests);
  expect(new Set(answers.map((it) => it.status))).toEqual(new Set([301]));
  expect(await stopped).toBe(0);
  expect(await readdir(join(home, 'pages'))).toHaveLength(1);
});

test('no request is dropped that arrives while the process ends', { timeout: 20_000 }, async () => {
  site = await Site.start(home, cms.url);
  const before = await site.get('/visited/');
  let ended: Promise<number | null> | undefined;
  function* askUntilTheEnd() {
    for (let asked = 0; ; asked += 1) {
      if (asked === 1_000) ended = site.stop();
      yield '/visited/';
    }
  }

  const seen = await visit(new URL(`http://127.0.0.1:${String(site.port)}/`), 32, askUntilTheEnd());

  expect(await ended).toBe(0);
  expect(seen).toMatchObject({ dropped: 0, refused: 32, statuses: { [before.status]: seen.answers } });
});

test(
  'pages that were visited are served by the next process while the CMS is down',
  { timeout: 20_000 },
  async () => {
    site = await Site.start(home, cms.url);
    const before = await site.get('/visited/');
    expect(await site.stop()).toBe(0);
    await cms.stop();

    site = await Site.start(home, cms.url);
    const visited = await site.get('/visited/');
    const other = await site.get('/never/');

    expect([before.status, before.cache]).toEqual([301, 'miss']);
    expect([visited.status, visited.cache, visited.location]).toEqual([301, 'stale', before.location]);
    expect([other.status, other.headers['retry-after']]).toEqual([503, '5']);
    expect((await site.get('/readyz')).status).toBe(200);
  },
);

test(
  'a ring of the doorbell has changes shown, and nothing else of a request counts',
  { timeout: 20_000 },
  async () => {
    site = await Site.start(home, cms.url);
    await getUntil('/page/', (it) => it.cache === 'hit');
    const asked = cms.operations;
    const headers = { Host: 'evil.example.org', Cookie: 'a=b', 'X-Forwarded-Host': 'evil.example.org' };
    const same = await site.get('/page/?utm_source=mail', { headers });
    expect([same.cache, cms.operations]).toEqual(['hit', asked]);

    cms.version = 2;
    const at = Date.now();
    expect(await ring()).toBe(204);
    const changed = await getUntil('/page/', (it) => it.location !== same.location);
    expect([changed.location, changed.cache]).toEqual(['https://elsewhere.example.org/2/', 'miss']);
    // Sooner than the next question that nobody rang for.
    expect(Date.now() - at).toBeLessThan(4_000);
  },
);

test('what the CMS lets nobody keep is asked for each time', { timeout: 20_000 }, async () => {
  site = await Site.start(home, cms.url);
  cms.control = 'private, no-store';

  const answers = [await site.get('/mine/'), await site.get('/mine/')];

  expect(answers.map((it) => it.status)).toEqual([301, 301]);
  expect(answers.map((it) => it.cache)).not.toContain('hit');
  expect(cms.operations).toBe(2);
  expect(await site.stop()).toBe(0);
  const [build = ''] = await readdir(join(home, 'pages'));
  expect(await readdir(join(home, 'pages', build))).toEqual([]);
});

test('what is not open to everybody is asked for each time', { timeout: 20_000 }, async () => {
  site = await Site.start(home, cms.url);
  await getUntil('/page/', (it) => it.cache === 'hit');
  cms.isProtected = true;

  const answers = [await site.get('/members/'), await site.get('/members/')];

  expect(answers.map((it) => it.status)).toEqual([403, 403]);
  expect(answers.map((it) => it.cache)).not.toContain('hit');
});

test('a page that cannot be made says so, to its visitors and in the log', { timeout: 20_000 }, async () => {
  site = await Site.start(home, cms.url);
  const before = await getUntil('/visited/', (it) => it.cache === 'hit');
  cms.target = 'no address';
  cms.version = 2;
  await ring();

  const visited = await getUntil('/visited/', (it) => it.cache !== 'hit');
  const reports = site.log.split('Invalid URL').length;
  const other = await site.get('/zh-hans/never/');

  expect([visited.status, visited.cache, visited.location]).toEqual([301, 'stale', before.location]);
  expect(reports).toBeGreaterThan(1);
  expect([other.status, other.cache]).toEqual([500, undefined]);
  expect(other.headers['cache-control']).toMatch(/no-store/);
  expect(other.body).toContain('lang="zh-hans"');
  expect(other.headers['content-security-policy']).toContain("default-src 'none'");
  expect(site.log.split('Invalid URL').length).toBeGreaterThan(reports);
});

test('a hundred visitors after a change have the CMS asked once', { timeout: 20_000 }, async () => {
  site = await Site.start(home, cms.url);
  await getUntil('/page/', (it) => it.cache === 'hit');
  cms.version = 2;
  await ring();
  await getUntil('/other/', (it) => it.location?.endsWith('/2/') ?? false);
  const asked = cms.operations;

  const answers = await Promise.all(Array.from({ length: 100 }, () => site.get('/page/')));

  expect(cms.operations).toBe(asked + 1);
  expect(new Set(answers.map((it) => it.location))).toEqual(new Set(['https://elsewhere.example.org/2/']));
});

test('a request for headers only has nothing kept', { timeout: 20_000 }, async () => {
  site = await Site.start(home, cms.url);

  const heads = [await site.get('/page/', { method: 'HEAD' }), await site.get('/page/', { method: 'HEAD' })];
  const first = await getUntil('/page/', (it) => it.cache === 'hit');
  const head = await site.get('/page/', { method: 'HEAD' });

  expect(heads.map((it) => [it.status, it.cache])).toEqual([
    [301, undefined],
    [301, undefined],
  ]);
  expect([head.status, head.cache, head.headers.etag]).toEqual([301, 'hit', first.headers.etag]);
});

test('neither log nor copy on disk knows tokens of previews', { timeout: 20_000 }, async () => {
  site = await Site.start(home, cms.url);
  await site.get('/preview/?token=tell-nobody');
  await site.get('/zh-hans/preview/?x=y&token=tell-nobody');
  await site.get('/%70review/?token=tell-nobody');
  await cms.stop();
  await site.get('/preview/?token=tell-nobody');
  await site.stop();

  const files = (await readdir(join(home, 'pages'), { recursive: true })).filter((it) =>
    it.endsWith('.page'),
  );
  expect(files).toEqual([]);
  expect(site.log).not.toContain('tell-nobody');
});

test('the site ends with the process that it is told to follow', { timeout: 20_000 }, async () => {
  const parent = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  site = await Site.start(home, cms.url, { PARENT_PID: String(parent.pid) });
  const exit = once(site.process, 'exit');

  parent.kill();

  expect(await exit).toEqual([0, null]);
});

/** Resolves when nothing listens at a port any longer. */
async function refused(port: number): Promise<void> {
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${String(port)}/healthz`);
    } catch {
      return;
    }
  }
}

/** Says at the doorbell that something has changed; returns the status of the answer. */
async function ring(): Promise<number> {
  const at = new Date();
  const body = '{}';
  const webhook = new Webhook(`whsec_${Buffer.from(SECRET).toString('base64')}`);
  const { status } = await fetch(`http://127.0.0.1:${String(site.port)}/_hooks/content`, {
    method: 'POST',
    body,
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': webhook.sign('msg_1', at, body),
    },
  });
  return status;
}
