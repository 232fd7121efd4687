/** Whatever must stay private carries a marker: it is in nothing that the public, a log or a disk gets. */

import type { APIRequestContext, Page } from '@playwright/test';

import { logIn, sharePreview } from './house/admin';
import type { House } from './house/house';
import { LANGUAGE_PREFIXES, VIEWS } from './house/places';
import { type Answer, read } from './house/reading';
import { expect, test } from './house/test';

/** Stands in every hidden text of `tests/api/hidden_content.py`. */
const MARKER = 'zq7x';
const LEAST_PAGES = 40;

test('nothing private is public, logged or kept after previews', async ({ house, page }) => {
  test.setTimeout(120_000);
  const keys = await house.desk.hide();
  await logIn(page, house);
  const secrets = [MARKER];
  for (const key of keys) secrets.push(...(await lookAtDraft(page, house, key)));

  const answers = await crawl(house);

  expect(answers.size).toBeGreaterThan(LEAST_PAGES);
  expect([...answers.values()].some(({ body }) => body.includes('Forum on tides'))).toBe(true);
  for (const [path, answer] of answers) {
    expect(findSecrets(answer, secrets), path).toEqual([]);
    expect(answer.headers.getSetCookie(), path).toEqual([]);
    if (answer.headers.get('Content-Type')?.startsWith('text/html')) expectStrictPolicy(answer, path);
  }
  expect(secrets.filter((it) => house.readKept().includes(it))).toEqual([]);
  expect(secrets.filter((it) => house.readLogs().includes(it))).toEqual([]);
});

test('what is hidden is not found by its address', async ({ house }) => {
  const hidden = ['draft', 'unpublished', 'expired', 'password', 'login', 'group'];
  const answers = await Promise.all(hidden.map((name) => read(`${house.siteUrl}/${MARKER}-${name}/`)));

  expect(answers.map(({ status }) => status)).toEqual([404, 410, 410, 403, 403, 403]);
  // The address itself is the visitor's own.
  const texts = answers.map(({ body }, index) => body.replaceAll(`${MARKER}-${hidden[index] ?? ''}/`, ''));
  expect(texts.filter((it) => it.includes(MARKER))).toEqual([]);
});

/** Opens the draft of a page as its editor does, and as a reviewer; what nobody else may see of that. */
async function lookAtDraft(page: Page, house: House, key: number): Promise<string[]> {
  const shared = await sharePreview(page, house, key);
  const token = await openDraft(
    page.request,
    `${house.cmsUrl}/admin/pages/${String(key)}/view_draft/`,
    house,
  );
  const reviewToken = await openDraft(page.request, shared, house);
  return [token, reviewToken, new URL(shared).pathname.split('/')[2] ?? shared];
}

/** Follows the way to a draft on the site; its token. */
async function openDraft(request: APIRequestContext, url: string, house: House): Promise<string> {
  const sent = await request.get(url, { maxRedirects: 0 });
  const location = sent.headers()['location'] ?? '';
  expect(location).toContain(`${house.siteUrl}/preview/?token=`);
  const draft = await read(location);
  expect(draft.status).toBe(200);
  expect(draft.body).toContain(MARKER);
  expect(Object.fromEntries(draft.headers)).toMatchObject({
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
  });
  expect(draft.headers.getSetCookie()).toEqual([]);
  expect(draft.headers.get('Content-Security-Policy')).toContain(`frame-ancestors ${house.cmsUrl}`);
  expectStrictPolicy(draft, 'the preview');
  return new URL(location).searchParams.get('token') ?? location;
}

/** All that is reached from the sitemap, the views and their links; answers by path. */
async function crawl({ siteUrl }: House): Promise<Map<string, Answer>> {
  const sitemap = (await read(`${siteUrl}/sitemap.xml`)).body;
  const places = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, it = '']) => new URL(it).pathname);
  const views = Object.values(LANGUAGE_PREFIXES).flatMap((prefix) =>
    Object.values(VIEWS).map((path) => prefix + path),
  );
  const waiting = new Set(['/sitemap.xml', '/robots.txt', ...places, ...views]);
  const answers = new Map<string, Answer>();
  for (const path of waiting) {
    const answer = await read(siteUrl + path);
    answers.set(path, answer);
    for (const link of linksOf(answer, siteUrl)) waiting.add(link);
  }
  return answers;
}

function linksOf({ body, headers }: Answer, siteUrl: string): string[] {
  const written = [...body.matchAll(/\s(?:href|src)="([^"]+)"/g)].map(([, it = '']) =>
    it.replaceAll('&amp;', '&'),
  );
  const urls = [...written, headers.get('Location') ?? ''].map((it) => URL.parse(it, `${siteUrl}/`));
  return urls.flatMap((it) => (it?.origin === siteUrl ? [it.pathname + it.search] : []));
}

/** Which secrets stand in an answer, as they are or in Base64. */
function findSecrets({ body, headers }: Answer, secrets: readonly string[]): string[] {
  const text = `${body}\n${JSON.stringify([...headers])}`;
  const decoded = (text.match(/[\w-]{12,}/g) ?? []).map((it) =>
    Buffer.from(it, 'base64url').toString('latin1'),
  );
  return secrets.filter((it) => text.includes(it) || decoded.some((part) => part.includes(it)));
}

function expectStrictPolicy({ headers }: Answer, path: string): void {
  const policy = headers.get('Content-Security-Policy') ?? '';
  const directives = new Map(policy.split('; ').map((it): [string, string] => [it.split(' ')[0] ?? '', it]));
  expect(directives.get('default-src'), path).toBe("default-src 'none'");
  expect(directives.get('script-src'), path).toContain("'self'");
  expect(directives.get('script-src'), path).not.toMatch(/unsafe|data:|blob:|\*/);
}
