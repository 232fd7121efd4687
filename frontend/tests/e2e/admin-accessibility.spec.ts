/** Every view of our own in the admin, and the pages of those who have no account: WCAG 2.2 AA in both themes. */

import type { Cookie, Page } from '@playwright/test';

import { findBarriers } from './house/accessibility';
import { givePassword, logIn } from './house/admin';
import type { Furniture } from './house/desk';
import { expect, test as base } from './house/test';

const WIDTHS = [1280, 390];
const SERIES = '/tidewater/';

/** Wagtail's own on every page of the admin or of its forms, and not for us to change. */
const WAGTAILS_OWN = [
  // Navigation in an unnamed landmark.
  '.sidebar',
  // Fields of rich text carry their description and not their label.
  '.public-DraftEditor-content',
  // A button of 20 px.
  '#w-minimap-toggle',
];

const test = base.extend<object, { furniture: Furniture; cookies: Cookie[] }>({
  furniture: [
    async ({ house }, use) => {
      await use(await house.desk.furnish(SERIES));
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  cookies: [
    async ({ house, browser }, use) => {
      const page = await browser.newPage();
      await logIn(page, house);
      await use(await page.context().cookies());
      await page.close();
    },
    { scope: 'worker' },
  ],
});

test.describe.configure({ timeout: 120_000 });

type Place = (it: Furniture) => string;

/** Below `/admin/`. */
const VIEWS: Readonly<Record<string, Place>> = {
  'the first page': () => '',
  'what needs attention': () => 'reports/needs-attention/',
  'the corrections of all that is certain': () => 'reports/needs-attention/fix/',
  'the editor of a talk': ({ talk }) => `pages/${String(talk)}/edit/`,
  'the editor of a series': ({ series }) => `pages/${String(series)}/edit/`,
  'a new talk': ({ series }) => `pages/add/pages/talkpage/${String(series)}/`,
  'the list of talks': ({ series }) => `pages/${String(series)}/`,
  'the import': () => 'import/',
  'what an import would make': (it) => `import/${it.import}/`,
  'an import under way': ({ importing }) => `import/${importing}/`,
  'an import that failed': (it) => `import/${it.failed_import}/`,
  'making talks': ({ series }) => `pages/${String(series)}/make-talks/`,
  'moving talks': ({ series }) => `pages/${String(series)}/move-in-time/`,
  'moving a talk': ({ talk }) => `pages/${String(talk)}/move-in-time/`,
  'the next edition': ({ series }) => `pages/${String(series)}/next-edition/`,
  'stream becomes recording': ({ talk }) => `pages/${String(talk)}/recording/`,
  'cancelling events': ({ talk }) => `bulk/wagtailcore/page/cancel_events/?id=${String(talk)}`,
  'postponing events': ({ talk }) => `bulk/wagtailcore/page/postpone_events/?id=${String(talk)}`,
  'topics of events': ({ talk }) => `bulk/wagtailcore/page/set_topics/?id=${String(talk)}`,
  'asking a speaker': ({ talk }) => `speakers/talks/${String(talk)}/`,
  'answers of speakers': () => 'speakers/',
  'an answer': ({ review }) => `speakers/links/${String(review)}/`,
  'stable addresses': () => 'snippets/pages/forwarding/',
  'a stable address': ({ forwarding }) => `snippets/pages/forwarding/edit/${String(forwarding)}/`,
  'a new stable address': ({ series }) => `snippets/pages/forwarding/add/?event=${String(series)}`,
  'the public history': ({ series }) => `pages/${String(series)}/public-history/`,
  members: ({ series }) => `communities/${String(series)}/members/`,
  account: () => 'account/',
  'two-step login': () => 'two-factor/',
  'an app to be set up': () => 'two-factor/set-up/',
  'shared previews': ({ talk }) => `previews/${String(talk)}/`,
  webhooks: () => 'webhooks/',
  'a new webhook': () => 'webhooks/new/',
  'a webhook': ({ endpoint }) => `webhooks/edit/${String(endpoint)}/`,
  'messages of a webhook': ({ endpoint }) => `webhooks/deliveries/${String(endpoint)}/`,
};

/** For those without an account. */
const OPEN_PAGES: Readonly<Record<string, Place>> = {
  'the form of a speaker': ({ form }) => `${form}?language=en`,
  'the form of a speaker in Chinese': ({ form }) => `${form}?language=zh-hans`,
  'a form that was sent': ({ form }) => `${form}?done=sent`,
  'an address that has ended': ({ expired }) => expired,
  'the end of weekly mails': ({ unsubscribe }) => unsubscribe,
};

for (const [name, place] of Object.entries(VIEWS)) {
  test(`${name}`, async ({ page, house, furniture, cookies }) => {
    await page.context().addCookies(cookies);
    await page.goto(`${house.cmsUrl}/admin/${place(furniture)}`);
    await check(page);
  });
}

for (const [name, place] of Object.entries(OPEN_PAGES)) {
  test(`${name}`, async ({ page, furniture }) => {
    await page.goto(place(furniture));
    await check(page);
  });
}

test('plans of talks to be made and to be moved', async ({ page, house, furniture, cookies }) => {
  await page.context().addCookies(cookies);
  for (const view of ['make-talks', 'move-in-time']) {
    await page.goto(`${house.cmsUrl}/admin/pages/${String(furniture.series)}/${view}/`);
    await page.getByRole('button', { name: 'Show what would happen' }).click();
    await page.getByRole('heading', { name: 'What would happen' }).waitFor();
    await check(page);
  }
});

test('a form of a speaker with something wrong in it', async ({ page, furniture }) => {
  await page.goto(furniture.form);
  await page.getByLabel('ORCID iD').fill('nonsense');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('alert').waitFor();
  await check(page);
});

test('an import that is done, and one that is undone', async ({ page, house, furniture, cookies }) => {
  await page.context().addCookies(cookies);
  await page.goto(`${house.cmsUrl}/admin/import/${furniture.import}/`);
  await page.getByRole('button', { name: 'Import what is chosen' }).click();
  await page.getByRole('button', { name: 'Undo this import' }).waitFor();
  await check(page);
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByText('This import is undone.').waitFor();
  await check(page);
});

test('the login in two steps, and recovery codes', async ({ page, house, furniture }) => {
  const [first = '', second = ''] = furniture.codes;
  await givePassword(page, house, { name: 'paul', password: 'a password of tests' });
  await check(page);
  await page.getByLabel('Code').fill(first);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Add an event' }).waitFor();
  await page.goto(`${house.cmsUrl}/admin/two-factor/`);
  await check(page);
  await page.getByLabel('Code').fill(second);
  await page.getByRole('button', { name: 'new recovery codes' }).click();
  await page.getByRole('listitem').first().waitFor();
  await check(page);
});

async function check(page: Page): Promise<void> {
  expect(await findBarriers(page, { widths: WIDTHS, exclude: WAGTAILS_OWN })).toEqual({
    violations: [],
    overflows: [],
  });
}
