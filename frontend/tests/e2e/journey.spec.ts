/** From a word that is typed in the editor to the public page, and back. */

import { logIn, openEditor, panel, settledPanel, sharePreview } from './house/admin';
import type { House } from './house/house';
import { until } from './house/polling';
import { headingOf, read } from './house/reading';
import { expect, test } from './house/test';

const TALK = '/tidewater/calibrating-ten-thousand-cheap-conductivity-probes/';
const TITLE = 'Calibrating Ten Thousand Cheap Conductivity Probes';
/** Published again and again until the worker, which takes seconds to start, tells the site of it. */
const RUNG = '/tidewater/open-data-day-bring-your-own-mooring/';
const VISIBLE_MS = 1_000;
const START_MS = 30_000;

test.use({ viewport: { width: 1600, height: 900 } });
test.describe.configure({ timeout: 90_000 });

const editorOf = async (house: House, path: string) =>
  `${house.cmsUrl}/admin/pages/${String(await house.desk.identify(path))}/edit/`;

const publicHeading = async (house: House) => headingOf(await read(house.siteUrl + TALK));

test.beforeAll('the worker rings', async ({ house }) => {
  let tries = 0;
  const rings = async () => {
    tries += 1;
    const title = `Open Data Day ${String(tries)}`;
    await house.desk.change(RUNG, { title });
    return until(
      'a ring',
      async () => headingOf(await read(house.siteUrl + RUNG)) === title,
      VISIBLE_MS,
    ).then(
      () => true,
      () => false,
    );
  };
  await until('the worker rings', rings, START_MS);
});

test.beforeEach(async ({ page, house }) => {
  await logIn(page, house);
});

test('what is typed is shown at once at any width, and to nobody else', async ({ page, house }) => {
  await openEditor(page, await editorOf(house, TALK));
  await expect(panel(page).locator('h1')).toHaveText(TITLE);

  await page.locator('#id_title').fill('Who Owns a Tide?');
  await page
    .locator('[data-contentpath="abstract"] [contenteditable=true]')
    .pressSequentially('Licences bind people and not $\\nabla \\cdot u$.');

  await expect(panel(page).locator('h1')).toHaveText('Who Owns a Tide?');
  await expect(panel(page).locator('[data-field=abstract]')).toContainText('Licences bind people');
  await expect(panel(page).locator('[data-field=abstract] math')).toBeAttached();
  expect(await publicHeading(house)).toBe(TITLE);
  for (const [name, width] of [
    ['mobile', 375],
    ['desktop', 1280],
  ] as const) {
    await page.getByRole('radio', { name: `Preview in ${name} size` }).check({ force: true });
    await expect
      .poll(async () => (await settledPanel(page, house)).evaluate(() => window.innerWidth))
      .toBe(width);
  }
});

test('a click on a part of the preview leads to its field', async ({ page, house }) => {
  await openEditor(page, await editorOf(house, TALK));

  await panel(page).locator('[data-field=title]').click();
  await expect(page.locator('#id_title')).toBeFocused();

  await panel(page).locator('[data-field=start_date] dt').click();
  await expect(page.locator('#id_start_date')).toBeFocused();

  const opening = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Preview in new tab' }).click();
  const tab = await opening;
  await tab.locator('[data-field=title]').click();
  await expect(page.locator('#id_title')).toBeFocused();
  expect(new URL(tab.url()).origin).toBe(house.siteUrl);
});

test('the preview keeps its place, and its content is checked', async ({ page, house }) => {
  await openEditor(
    page,
    await editorOf(house, '/international-conference-on-reproducible-systems-research/'),
  );
  await (
    await settledPanel(page, house)
  ).evaluate(() => {
    window.scrollTo({ top: 700, behavior: 'instant' });
  });

  await page.locator('#id_title').fill('Reproducible Systems');

  await expect(panel(page).locator('h1')).toHaveText('Reproducible Systems');
  await expect.poll(async () => (await settledPanel(page, house)).evaluate(() => window.scrollY)).toBe(700);
  await page.getByRole('button', { name: 'Toggle checks' }).click();
  await expect(page.locator('[data-content-word-count]')).toHaveText(/^\d+$/);
  await expect(page.locator('[data-content-reading-time]')).toHaveText(/\d/);
});

test('a talk that is new is previewed before it is saved', async ({ page, house }) => {
  const series = await house.desk.identify('/tidewater/');
  const url = `${house.cmsUrl}/admin/pages/add/pages/talkpage/${String(series)}/`;
  await openEditor(page, url);

  await page.locator('#id_title').fill('Foam, Counted');

  await expect(panel(page).locator('h1')).toHaveText('Foam, Counted');
  await expect(panel(page).locator('.breadcrumbs')).toContainText('Tidewater Seminars');
});

test('a draft is shared by a link until that is revoked', async ({ page, house, browser }) => {
  const key = await house.desk.identify(TALK);
  await openEditor(page, await editorOf(house, TALK));
  await page.locator('#id_title').fill('A Draft to Review');
  await expect(panel(page).locator('h1')).toHaveText('A Draft to Review');
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByText(/has been (?:saved|updated)/).first()).toBeVisible();
  const link = await sharePreview(page, house, key);

  const reviewer = await browser.newContext();
  const tab = await reviewer.newPage();
  await tab.goto(link);
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText('A Draft to Review');
  await expect(tab.locator('wagtail-userbar')).toHaveCount(0);
  expect(new URL(tab.url()).origin).toBe(house.siteUrl);
  const shown = tab.url();

  await page.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('The link is revoked.')).toBeVisible();

  expect((await tab.goto(link))?.status()).toBe(410);
  expect((await tab.goto(shown))?.status()).toBe(410);
  expect(await publicHeading(house)).toBe(TITLE);
  await reviewer.close();
});

test('what is published is public within a second, and what is withdrawn is gone', async ({
  page,
  house,
}) => {
  expect(await publicHeading(house)).toBe(TITLE);
  await page.goto(await editorOf(house, TALK));
  await page.locator('#id_title').fill('Nobody Owns a Wave');

  const published = page.waitForResponse((it) => it.request().method() === 'POST' && it.status() === 302);
  await page.getByRole('button', { name: 'Publish', exact: true }).first().click();
  await published;
  const took = await until(
    'the public page shows what was published',
    async () => (await publicHeading(house)) === 'Nobody Owns a Wave',
    VISIBLE_MS,
  );
  console.info(`Public ${took.toFixed(0)} ms after the answer to publishing`);

  await page.getByRole('link', { name: 'View live' }).first().click();
  await expect(page).toHaveURL(house.siteUrl + TALK);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nobody Owns a Wave');

  await page.goto((await editorOf(house, TALK)).replace('/edit/', '/unpublish/'));
  await page.getByRole('button', { name: 'Yes, unpublish it' }).click();
  await until(
    'the page that was withdrawn is gone',
    async () => (await read(house.siteUrl + TALK)).status === 410,
    VISIBLE_MS,
  );
  await page.goto(house.siteUrl + TALK);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page has been withdrawn');
});
