/** Playwright's `test` with a house to live in: one for all tests of a file. */

import { test as base } from '@playwright/test';

import { House } from './house';

export const test = base.extend<{ baseURL: string }, { house: House }>({
  house: [
    // Playwright reads in the pattern that nothing else is needed.
    async ({}, use) => {
      const house = await House.open();
      await use(house);
      await house.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ house }, use) => {
    await use(house.siteUrl);
  },
});

export { expect } from '@playwright/test';
