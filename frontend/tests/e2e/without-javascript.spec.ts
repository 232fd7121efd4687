/** The whole site without scripts: addresses, forms and HTML do everything. */

import { expect, test } from './house/test';
import { PAST_TALK } from './house/places';
import { read } from './house/reading';

test.use({ javaScriptEnabled: false });

test('events are filtered by a form, and a filter is taken away by a link', async ({ page }) => {
  await page.goto('/events/');
  const entries = page.locator('.programme > .entry');
  const before = await entries.count();

  await page.getByLabel('Kind').selectOption({ label: 'Talk' });
  await page.getByRole('button', { name: 'Show' }).click();

  await expect(page).toHaveURL(/[?&]type=talk\b/);
  expect(await entries.count()).toBeLessThan(before);
  const kinds = await entries.locator('.meta').allTextContents();
  expect(kinds.every((it) => it.includes('Talk'))).toBe(true);

  await page.getByRole('link', { name: 'Remove the filter “Talk”' }).click();
  expect(await entries.count()).toBe(before);
});

test('what is searched for is found', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Site' }).getByRole('link', { name: 'Search' }).click();

  await page.getByLabel('Words').fill('barnacles drift');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: /^Learning to Forget Barnacles/ }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^\s*Learning to Forget Barnacles/);
});

test('a long series is read to its first talk', async ({ page, house }) => {
  await house.desk.fill('/tidewater/', 45);
  await expect
    .poll(async () => (await read(`${house.siteUrl}/tidewater/`)).body, { timeout: 5_000 })
    .toMatch(/Colloquy 1\s*</);

  await page.goto('/tidewater/');
  const seen = new Set<string>();
  for (;;) {
    for (const title of await page.getByRole('link', { name: /^Colloquy \d+$/ }).allTextContents())
      seen.add(title.trim());
    const next = page.locator('a[rel=next]');
    if ((await next.count()) === 0) break;
    await next.click();
  }

  expect([...seen].sort()).toEqual(
    Array.from({ length: 45 }, (_, index) => `Colloquy ${String(index + 1)}`).sort(),
  );
});

test('formulas are in the page as MathML', async ({ page }) => {
  await page.goto(PAST_TALK);

  const formula = page.locator('[data-field=abstract] math').first();
  await expect(formula).toBeVisible();
  expect(await page.locator('[data-field=abstract]').textContent()).not.toContain('$');
  expect(await formula.evaluate((it) => it.namespaceURI)).toBe('http://www.w3.org/1998/Math/MathML');
});

test('a series is subscribed to by links', async ({ page }) => {
  await page.goto('/tidewater/');
  const menu = page.locator('details.menu', { hasText: 'Google Calendar' }).first();
  await menu.locator('summary').click();

  const addresses = await menu
    .getByRole('link')
    .evaluateAll((links) => links.map((it) => (it as HTMLAnchorElement).href));

  const [webcal = '', google = '', outlook = '', file = '', news = ''] = addresses;
  expect([webcal, google, outlook].map((it) => new URL(it).protocol + new URL(it).hostname)).toEqual([
    'webcal:localhost',
    'https:calendar.google.com',
    'https:outlook.live.com',
  ]);
  expect((await read(file)).body).toMatch(/^BEGIN:VCALENDAR\r\n[^]*SUMMARY:[^]*END:VCALENDAR\r\n$/);
  expect((await read(news)).body).toMatch(/<feed [^>]*xmlns="http:\/\/www\.w3\.org\/2005\/Atom"/);
});

test('the language is changed where one reads', async ({ page }) => {
  await page.goto('/private-by-release/');

  await page.locator('header').getByRole('link', { name: '简体中文' }).click();

  await expect(page).toHaveURL('/zh-hans/private-by-release/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-hans');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/为发布而设计的隐私/);
});

test('no button is shown that would do nothing', async ({ page }) => {
  for (const path of ['/', '/tidewater/', '/embed/', '/calendar/', '/search/']) {
    await page.goto(path);
    const buttons = page.locator('button:visible');
    const inForms = page.locator('form button:visible');
    expect(await buttons.count(), path).toBe(await inForms.count());
  }
});
