/** Pictures of each page type and view in both themes, on a wide and a narrow window: `test-results/screenshots/`. */

import { PAGES, PAST_TALK, VIEWS } from '../e2e/house/places';
import { logIn, openEditor, settledPanel } from '../e2e/house/admin';
import { test } from '../e2e/house/test';

const FOLDER = 'test-results/screenshots';
const WIDTHS = [1280, 390];
const THEMES = ['light', 'dark'] as const;
const PLACES = { ...PAGES, 'past Talk': PAST_TALK, ...VIEWS };

for (const [name, path] of Object.entries(PLACES)) {
  test(`${name}`, async ({ page }) => {
    await page.goto(path);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        const file = `${name.replaceAll(' ', '-')}-${String(width)}-${colorScheme}.png`;
        await page.screenshot({ path: `${FOLDER}/${file}`, fullPage: true });
      }
    }
  });
}

test('the preview beside the editor', async ({ page, house }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await logIn(page, house);
  const key = await house.desk.identify(PAGES.Talk);
  await openEditor(page, `${house.cmsUrl}/admin/pages/${String(key)}/edit/`);
  await settledPanel(page, house);
  await page.screenshot({ path: `${FOLDER}/preview.png` });
});
