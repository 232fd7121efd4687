/** The first day of somebody new at the desk: by nothing but what the admin shows, from a series to an empty list. */

import { join } from 'node:path';

import type { Browser, Page } from '@playwright/test';

import { CHECKOUT } from './house/addresses';
import { logIn } from './house/admin';
import type { House } from './house/house';
import { until } from './house/polling';
import { read } from './house/reading';
import { expect, test } from './house/test';

const NEWCOMER = { name: 'nora', password: 'a password of tests' } as const;
const VISIBLE_MS = 10_000;
const PORTRAIT = join(CHECKOUT, 'pages/demo/documents/images/forum.jpg');
const FORUM = `---
title: Research Forum on Slow Tides
---

### Important dates
- Submission deadline: 5 March 2031, 23:59 (UTC)
- Notification: 1 March 2031
`;

test.use({ viewport: { width: 1280, height: 900 }, actionTimeout: 20_000 });

test('somebody new announces a season of talks', async ({ page, house, browser }) => {
  test.setTimeout(300_000);
  await test.step('is given a role', () => giveRole(page, house));
  await test.step('makes a series', () => makeSeries(page, house));
  await test.step('makes eight talks', () => makeTalks(page));
  const address = await test.step('asks a speaker', () => askSpeaker(page));
  await test.step('the speaker answers', () => answer(browser, address));
  const path = await test.step('takes the answer', () => accept(page, house));
  await test.step('moves the talk', () => move(page, house, path));
  await test.step('cancels the talk', () => cancel(page, house, path));
  await test.step('imports a page', () => importPage(page, house));
  await test.step('clears the list', () => clearList(page));
});

/** An administrator of the site lets the newcomer publish everything. */
async function giveRole(page: Page, house: House): Promise<void> {
  await house.desk.hire(NEWCOMER.name, NEWCOMER.password);
  await logIn(page, house);
  await page.goto(`${house.cmsUrl}/admin/pages/${String(await house.desk.identify('/'))}/`);
  await choose(page, 'Members');
  await page.getByLabel('User name or e-mail address').fill(NEWCOMER.name);
  await page.getByLabel('Publisher').check();
  await page.getByRole('button', { name: 'Give the role' }).click();
  await expect(page.getByText('nora has a role now: Publisher.')).toBeVisible();
  await page.context().clearCookies();
}

async function makeSeries(page: Page, house: House): Promise<void> {
  await logIn(page, house, NEWCOMER);
  await page.getByRole('link', { name: 'Seminar series', exact: true }).click();
  await page.getByRole('button', { name: 'Create a new seminar series' }).click();
  await page.getByPlaceholder('Name of the series').fill('Harbour Seminar');
  await page.getByLabel('Usual day').selectOption('Wednesday');
  await page.getByLabel('Usual time').fill('13:30');
  await page.keyboard.press('Escape');
  await page.getByLabel('Time zone').fill('London');
  await page.keyboard.press('Tab');
  await expect(page.locator('#id_time_zone')).toHaveValue('Europe/London');
  await publish(page);
  await page.getByRole('status').getByRole('link', { name: 'Edit' }).click();
}

async function makeTalks(page: Page): Promise<void> {
  await choose(page, 'Make talks');
  await page.getByLabel('How many talks').fill('8');
  await page.getByRole('button', { name: 'Show what would happen' }).click();
  await expect(page.getByRole('row')).toHaveCount(9);
  await page.getByRole('button', { name: 'Make these talks (8)' }).click();
  await expect(page.getByText('8 talks have been made.')).toBeVisible();
}

/** Names a speaker for the first talk; the address for them. */
async function askSpeaker(page: Page): Promise<string> {
  await page.locator('.listing .title a').last().click();
  await page.getByRole('button', { name: 'Add person' }).click();
  await page.getByRole('tab', { name: 'Add a new person' }).click();
  const chooser = page.locator('.modal-body');
  await chooser.getByLabel('Name').fill('Farida Okonjo');
  await chooser.getByLabel('Affiliation').fill('Institute of Tides');
  await chooser.getByRole('button', { name: 'Add a new person' }).click();
  await expect(page.getByText('Farida Okonjo (Institute of Tides)')).toBeVisible();
  await saveDraft(page);
  await choose(page, 'Ask the speaker…');
  await page.getByRole('button', { name: 'Only make a link' }).click();
  return page.getByLabel('Link for Farida Okonjo').inputValue();
}

async function answer(browser: Browser, address: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByLabel('Title', { exact: true }).fill('What the moon pulls');
  await page.getByLabel('Abstract').fill('Tides, **slowly** explained.');
  await page.getByRole('textbox', { name: 'Biography' }).fill('Farida keeps the gauges of three harbours.');
  await page.getByLabel('Portrait', { exact: true }).setInputFiles(PORTRAIT);
  await page.getByLabel('I agree that my portrait').check();
  await page.getByLabel('Or their address').fill('https://slides.example.org/moon');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('status')).toContainText('your answer has been sent');
  await context.close();
}

/** Finds the answer on the first page, and publishes it; the path of the talk. */
async function accept(page: Page, house: House): Promise<string> {
  await page.goto(`${house.cmsUrl}/admin/`);
  await page.getByRole('link', { name: /^Farida Okonjo:/ }).click();
  await page.getByRole('button', { name: 'Accept as draft' }).click();
  await page.getByRole('link', { name: 'Edit the talk' }).click();
  await publish(page);
  const live = page.getByRole('status').getByRole('link', { name: 'View live' });
  const path = new URL((await live.getAttribute('href')) ?? '').pathname;
  await expectPublic(house, path, [
    'What the moon pulls',
    'Farida keeps the gauges of three harbours.',
    'https://slides.example.org/moon',
  ]);
  await page.getByRole('status').getByRole('link', { name: 'Edit' }).click();
  return path;
}

async function move(page: Page, house: House, path: string): Promise<void> {
  await choose(page, 'Move in time');
  await page.getByLabel('Move by').fill('1');
  await page.getByLabel('days', { exact: true }).check();
  await page.getByLabel('Reason').fill('The ferry is late.');
  await page.getByRole('button', { name: 'Show what would happen' }).click();
  await page.getByRole('button', { name: /^Move them/ }).click();
  await expect(page.getByText('1 page was changed in public.')).toBeVisible();
  await expectPublic(house, path, ['The ferry is late.']);
  const query = `{ event(by: {path: "${path}"}) { dateChanges { kind reason } } }`;
  const { body } = await read(`${house.cmsUrl}/graphql?${new URLSearchParams({ query }).toString()}`);
  expect(JSON.parse(body)).toEqual({
    data: { event: { dateChanges: [{ kind: 'RESCHEDULED', reason: 'The ferry is late.' }] } },
  });
}

async function cancel(page: Page, house: House, path: string): Promise<void> {
  const key = await house.desk.identify('/harbour-seminar/');
  await page.goto(`${house.cmsUrl}/admin/pages/${String(key)}/`);
  await page.getByRole('row', { name: 'What the moon pulls' }).getByRole('checkbox').check();
  const actions = page.getByRole('region', { name: 'Bulk actions' });
  await expect(actions).toContainText('1 page selected');
  // What is in the menu follows the bare link until Wagtail has connected it.
  await page.evaluate(() => {
    document.addEventListener('w-dropdown:shown', () => (document.body.dataset['connected'] = ''));
  });
  await actions.getByRole('button', { name: 'More' }).click();
  await page.locator('[data-connected]').waitFor();
  await page.getByRole('link', { name: /cancel/i }).click();
  await page.getByLabel('Status in words').fill('The gauge has drowned.');
  await page.getByRole('button', { name: 'Cancel events' }).click();
  await expect(page.getByText('1 page was changed in public')).toBeVisible();
  await expectPublic(house, path, ['The gauge has drowned.']);
  const feed = await read(`${house.cmsUrl}/feeds/events.ics`);
  const [entry = ''] = feed.body
    .replaceAll('\r\n ', '')
    .split('BEGIN:VEVENT')
    .filter((it) => it.includes('What the moon pulls'));
  expect(entry).toContain('STATUS:CANCELLED');
}

/** Accepts what was uploaded, takes it back, and accepts it again. */
async function importPage(page: Page, house: House): Promise<void> {
  await uploadForum(page, house);
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await expect(page.getByText('This import is undone.')).toBeVisible();
  await uploadForum(page, house);
  await page.getByRole('link', { name: 'Research Forum on Slow Tides' }).click();
  await publish(page);
  await expectPublic(house, '/research-forum-on-slow-tides/', ['Research Forum on Slow Tides']);
}

async function uploadForum(page: Page, house: House): Promise<void> {
  await page.goto(`${house.cmsUrl}/admin/`);
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await page
    .getByLabel('Files', { exact: true })
    .setInputFiles({ name: 'slow-tides.md', mimeType: 'text/markdown', buffer: Buffer.from(FORUM) });
  await page.getByRole('button', { name: 'Read the documents' }).click();
  await expect(page.getByText('A new page: /research-forum-on-slow-tides/')).toBeVisible();
  await page.getByRole('button', { name: 'Import what is chosen' }).click();
  await page.getByRole('button', { name: 'Undo this import' }).waitFor();
}

/** Corrects or leaves whatever is listed of the series. */
async function clearList(page: Page): Promise<void> {
  const menu = page.getByRole('button', { name: 'Reports' });
  await menu.click();
  await page.getByRole('link', { name: 'Needs attention' }).click();
  const url = new URL(page.url());
  const community = page.locator('select[name=community] option', { hasText: 'Harbour Seminar' });
  url.searchParams.set('community', (await community.getAttribute('value')) ?? '');
  await page.goto(url.href);
  const rows = page.locator('.attention-actions');
  for (let left = await rows.count(); left > 0; left = await rows.count()) {
    await rows.first().getByRole('button').first().click();
    await expect.poll(() => rows.count()).toBeLessThan(left);
  }
  await expect(page.getByText('Nothing here needs attention.')).toBeVisible();
}

/** Chooses from the menu beside the title of a page. */
async function choose(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'Actions', exact: true }).first().click();
  await page.getByRole('link', { name: entry }).first().click();
}

async function publish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Publish', exact: true }).first().click();
  await expect(page.getByRole('status').filter({ hasText: /published/ })).toBeVisible();
}

async function saveDraft(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Save draft' });
  if (!(await button.isVisible())) await page.getByRole('button', { name: 'More actions' }).click();
  await button.click();
  await expect(page.getByText(/has been (?:saved|updated)/).first()).toBeVisible();
}

/** The public page shows all of these words before long. */
async function expectPublic({ siteUrl }: House, path: string, words: readonly string[]): Promise<void> {
  await until(
    `${path} shows ${words.join(', ')}`,
    async () => {
      const { body } = await read(siteUrl + path);
      return words.every((it) => body.includes(it));
    },
    VISIBLE_MS,
  );
}
