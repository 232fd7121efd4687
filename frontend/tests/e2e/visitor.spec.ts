/** What a visitor does with times, deadlines, people, calendars and paper. */

import { readFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { PAGES, PAST_TALK } from './house/places';
import { read } from './house/reading';
import { expect, test } from './house/test';

const TALK = '/tidewater/mapping-red-tides-from-forty-years-of-harbour-logbooks/';
const FORUM = PAGES.Forum;

const when = (page: Page) => page.locator('[data-field=start_date] time').first();

test.describe('in Shanghai', () => {
  test.use({ timezoneId: 'Asia/Shanghai', locale: 'en-GB' });

  test('times are shown in the own zone on request, and so on the next page', async ({ page }) => {
    await page.goto(TALK);
    const announced = (await when(page).textContent()) ?? '';
    const instant = (await when(page).getAttribute('data-instant')) ?? '';

    await page.getByRole('button', { name: 'Show times in my time zone' }).first().click();

    const own = new Intl.DateTimeFormat('en', {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: 'Asia/Shanghai',
    }).format(new Date(instant));
    await expect(when(page)).toContainText(own);
    await expect(when(page)).not.toHaveText(announced);
    await expect(page.locator('zone-switch').first()).toContainText('Asia/Shanghai');

    await page.goto(PAST_TALK);
    await expect(when(page)).toContainText('GMT+8');

    await page.getByRole('button', { name: 'Show times in my time zone' }).first().click();
    await expect(when(page)).toContainText('GMT');
    await expect(when(page)).not.toContainText('GMT+8');
  });
});

test('“Anywhere on Earth” is explained where it stands', async ({ page, house }) => {
  await house.desk.announce(FORUM, 'Late posters');
  await expect
    .poll(async () => (await read(house.siteUrl + FORUM)).body, { timeout: 5_000 })
    .toContain('Late posters');

  await page.goto(FORUM);
  const deadline = page.locator('.deadline', { hasText: 'Late posters' });
  await expect(deadline).toContainText('AoE');
  await expect(deadline).toContainText('Anywhere on Earth');

  await page.goto('/deadlines/');
  await expect(page.locator('.entry', { hasText: 'Late posters' })).toContainText('AoE');
  await expect(page.getByText('until 12:00 UTC of the day after')).toBeVisible();
});

test('a deadline that was extended says from when', async ({ page }) => {
  await page.goto(FORUM);

  await expect(page.locator('.deadline .extended')).toContainText(/Extended from \d{1,2} \w+ \d{4}/);
});

test("a speaker's other talks are found from one of them", async ({ page, house }) => {
  const person = page.locator('[data-field=contributions] .person-name a').first();
  await page.goto(PAST_TALK);
  const name = (await person.textContent())?.trim() ?? '';
  const title = (await page.getByRole('heading', { level: 1 }).textContent())?.trim() ?? '';
  await person.click();

  await expect(page.getByRole('heading', { level: 1 })).toContainText(name.replace(/^Dr\. /, ''));
  await expect(page.getByRole('link', { name: title })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(house.siteUrl);
});

test('a past talk leads to its recording', async ({ page }) => {
  await page.goto(PAST_TALK);

  await expect(page.getByRole('link', { name: 'Recording' }).first()).toHaveAttribute(
    'href',
    'https://video.example.org/watch/3xtr3m35aa',
  );
});

test('a programme is printed without what only a screen needs, and nothing is cut', async ({ page }) => {
  await page.goto(FORUM);
  await page.emulateMedia({ media: 'print' });
  // The width of A4 between margins of a centimetre, at 96 pixels to the inch.
  await page.setViewportSize({ width: 718, height: 1_000 });

  await expect(page.locator('.site-header')).toBeHidden();
  await expect(page.locator('.site-footer')).toBeHidden();
  await expect(page.locator('details.menu').first()).toBeHidden();
  const sizes = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(sizes[0]).toBe(sizes[1]);
  const background = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(background).toBe('rgba(0, 0, 0, 0)');
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
});

test('a talk is taken into a calendar as a file', async ({ page }) => {
  await page.goto(TALK);
  const title = (await page.getByRole('heading', { level: 1 }).textContent())?.trim() ?? '';
  const instant = (await when(page).getAttribute('data-instant')) ?? '';
  await page.getByText('Add to calendar').click();

  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Calendar file (.ics)' }).click();
  const calendar = await readFile(await (await downloading).path(), 'utf8');

  // Lines are folded by a line break and a blank (RFC 5545, section 3.1).
  const lines = calendar.replaceAll('\r\n ', '').split('\r\n');
  expect(lines[0]).toBe('BEGIN:VCALENDAR');
  expect(lines.at(-2)).toBe('END:VCALENDAR');
  expect(lines.find((it) => it.startsWith('SUMMARY:'))).toContain(title);
  expect(lines).toContain(`DTSTART:${instant.replaceAll(/[-:]/g, '')}`);
});

test('the theme that was chosen is kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  const ground = () => page.evaluate(() => getComputedStyle(document.body).color);
  const light = await ground();

  await page.getByRole('button', { name: 'Light or dark' }).click();
  const dark = await ground();
  await page.goto('/events/');

  expect(dark).not.toBe(light);
  expect(await ground()).toBe(dark);
  expect(await page.context().cookies()).toEqual([]);
});
