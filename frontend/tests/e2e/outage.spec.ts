/** What visitors see while the CMS is down, and how soon they see what has changed. */

import { until } from './house/polling';
import { Witness } from './house/proxy';
import { type Answer, headingOf, read } from './house/reading';
import { expect, test } from './house/test';

const VISITED = ['/', '/tidewater/', '/tidewater/who-owns-a-wave-licences-for-observations/', '/zh-hans/'];
const NEVER_VISITED = '/private-by-release/';
const TALK = '/tidewater/calibrating-ten-thousand-cheap-conductivity-probes/';
const FRESH_MS = 5_000;

const said = ({ status, body }: Answer) => ({ status, body });

test('visited pages outlive the CMS and a restart, and are fresh soon after it is back', async ({
  house,
}) => {
  const visit = (path: string) => read(house.siteUrl + path);
  const before = await Promise.all(VISITED.map(visit));
  expect(before.map(({ status }) => status)).toEqual(VISITED.map(() => 200));

  await house.cms.kill();

  expect((await Promise.all(VISITED.map(visit))).map(said)).toEqual(before.map(said));
  expectUnavailable(await visit(NEVER_VISITED));

  await house.site.stop();
  await house.site.start();

  const after = await Promise.all(VISITED.map(visit));
  expect(after.map(said)).toEqual(before.map(said));
  expect(after.map(({ headers }) => headers.get('X-Cache'))).toEqual(VISITED.map(() => 'stale'));
  expectUnavailable(await visit(NEVER_VISITED));

  const talk = VISITED[2] ?? '';
  await house.desk.change(talk, { title: 'Whose Waves Are They?' });
  expect((await visit(talk)).body).not.toContain('Whose Waves Are They?');
  await house.cms.start();

  const took = await until(
    'the change is seen after the outage',
    async () => headingOf(await visit(talk)) === 'Whose Waves Are They?',
    FRESH_MS,
  );
  console.info(`Fresh ${took.toFixed(0)} ms after the CMS was back`);
  expect((await visit(NEVER_VISITED)).status).toBe(200);
});

test('the page of an outage says when to come back, and does without the CMS', async ({ house, page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await house.cms.kill();

  const answer = await page.goto('/zh-hans/private-by-release/');

  expect(answer?.status()).toBe(503);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-hans');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(errors).toEqual([]);
  await house.cms.start();
});

test('an instance that is never told is right within five seconds, and asks once for a hundred visitors', async ({
  house,
}) => {
  const [port, witnessPort] = house.addresses.otherPorts;
  const witness = new Witness(house.cmsUrl);
  await witness.listen(witnessPort);
  await house.openOtherSite({ name: 'other', port, cmsUrl: `http://127.0.0.1:${String(witnessPort)}` });
  const told = () => read(house.siteUrl + TALK);
  const untold = () => read(`http://127.0.0.1:${String(port)}${TALK}`);
  const before = await Promise.all([told(), untold()]);
  expect(before.map(({ status }) => status)).toEqual([200, 200]);
  witness.questions.length = 0;

  const changedAt = await house.desk.change(TALK, { title: 'Ten Thousand Probes' });

  const isFresh = (answer: Answer) => headingOf(answer) === 'Ten Thousand Probes';
  const hundred = () => Promise.all(Array.from({ length: 100 }, untold));
  await Promise.all([
    until('the instance that is told shows the change', async () => isFresh(await told()), FRESH_MS),
    until(
      'the instance that is not told shows the change',
      async () => (await hundred()).every(isFresh),
      FRESH_MS,
    ),
  ]);
  console.info(`Both were right ${(Date.now() - changedAt).toFixed(0)} ms after the change`);
  expect(witness.questions.map(({ path }) => path)).toEqual([TALK]);
  await witness.close();
});

function expectUnavailable(answer: Answer): void {
  expect(answer.status).toBe(503);
  expect(answer.headers.get('Retry-After')).toMatch(/^\d+$/);
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
}
