/** The Wagtail admin, as an editor uses it. */

import { expect, type Frame, type FrameLocator, type Page } from '@playwright/test';

import { ADMINISTRATOR } from './addresses';
import type { House } from './house';

interface Account {
  readonly name: string;
  readonly password: string;
}

export async function logIn(page: Page, house: House, account: Account = ADMINISTRATOR): Promise<void> {
  await givePassword(page, house, account);
  await page.waitForURL(`${house.cmsUrl}/admin/`);
}

/** Takes the first step of a login. */
export async function givePassword(
  page: Page,
  { cmsUrl }: House,
  { name, password }: Account,
): Promise<void> {
  await page.goto(`${cmsUrl}/admin/login/`);
  await page.getByLabel('Username').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Makes a link to the latest draft of a page; its address. */
export async function sharePreview(page: Page, { cmsUrl }: House, key: number): Promise<string> {
  await page.goto(`${cmsUrl}/admin/previews/${String(key)}/`);
  await page.getByRole('button', { name: 'Make a link' }).click();
  return page.getByRole('textbox', { name: 'Link', exact: true }).last().inputValue();
}

/** Opens an address of the admin in which a page is edited, with the preview beside the form. */
export async function openEditor(page: Page, url: string): Promise<void> {
  // What is typed before the form is watched would not be noticed.
  await page.addInitScript(() => {
    addEventListener('w-unsaved:watch-edits', () => (document.body.dataset['watched'] = ''));
  });
  await page.goto(url);
  await page.locator('[data-watched]').waitFor();
  await page.getByRole('button', { name: 'Toggle preview' }).click();
  await expect(panel(page).locator('h1')).toBeAttached();
}

/** What the panel shows. */
export function panel(page: Page): FrameLocator {
  return page.frameLocator('#w-preview-iframe');
}

/** The document in the panel; there are two for a moment while one takes the place of the other. */
export async function settledPanel(page: Page, house: House): Promise<Frame> {
  await expect(page.locator('#w-preview-iframe')).toHaveCount(1);
  await expect(page.locator('.w-preview__spinner')).toBeHidden();
  const frame = page.frames().find((it) => it.url().startsWith(`${house.siteUrl}/preview/`));
  if (!frame) throw new Error('There is no preview.');
  return frame;
}
