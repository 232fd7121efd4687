/** Every page type and view in every dress: WCAG 2.2 AA, no sideways scrolling, a silent console. */

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { LANGUAGE_PREFIXES, PAGES, PAST_TALK, VIEWS } from './house/places';
import { read } from './house/reading';
import { expect, test } from './house/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [1280, 320];
const THEMES = ['light', 'dark'] as const;
const PLACES = { ...PAGES, 'past Talk': PAST_TALK, ...VIEWS };
/** Without a translation in the sample communities. */
const ENGLISH_ONLY = ['past Talk'];

for (const [language, prefix] of Object.entries(LANGUAGE_PREFIXES)) {
  for (const [name, path] of Object.entries(PLACES)) {
    if (prefix && ENGLISH_ONLY.includes(name)) continue;
    test(`${name} in ${language}`, async ({ page }) => {
      await check(page, prefix + path);
    });
  }
}

test('a person in en', async ({ page, house }) => {
  await check(page, await findPerson(house.siteUrl));
});

test('a person in zh-hans', async ({ page, house }) => {
  await check(page, `/zh-hans${await findPerson(house.siteUrl)}`);
});

test('no page type of the CMS is left out', async ({ house }) => {
  const query = '{ __type(name: "ContentPage") { possibleTypes { name } } }';
  const { body } = await read(`${house.cmsUrl}/graphql?${new URLSearchParams({ query }).toString()}`);
  const { data } = JSON.parse(body) as { data: { __type: { possibleTypes: { name: string }[] } } };

  expect(Object.keys(PAGES).sort()).toEqual(data.__type.possibleTypes.map(({ name }) => name).sort());
});

async function findPerson(siteUrl: string): Promise<string> {
  const { body } = await read(`${siteUrl}${PAST_TALK}`);
  return /href="(\/people\/[^"]+)"/.exec(body)?.[1] ?? '';
}

/** Visits a page once, and looks at it in both themes and at both widths. */
async function check(page: Page, path: string): Promise<void> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    const { url } = message.location();
    // Chromium itself reports the status of a page that is not found.
    if (message.type() === 'error' && !message.text().includes('status of 404'))
      complaints.push(`${message.text()} (${url})`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(path);
  const found: object[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).setLegacyMode().analyze();
      found.push(
        ...violations.map((it) => ({
          width,
          colorScheme,
          rule: it.id,
          where: it.nodes.map((node) => node.target.join(' ')),
          why: it.nodes[0]?.failureSummary,
        })),
      );
    }
    expect(await page.evaluate(findOverflow), `what sticks out at ${String(width)} px`).toEqual([]);
  }
  expect(found).toEqual([]);
  expect(complaints).toEqual([]);
}

/** In the page: elements that make it wider than the window. */
function findOverflow(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((it) => it.getBoundingClientRect().right > clientWidth + 1)
    .map((it) => `${it.tagName.toLowerCase()}.${it.className.toString()}: ${it.textContent.slice(0, 40)}`);
}
