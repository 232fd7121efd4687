import { defineConfig } from '@playwright/test';

import e2e from './playwright.config';

/** What takes longer than a change should wait for: judged and looked at on request. */
export default defineConfig({
  ...e2e,
  testDir: 'tests/audits',
  projects: ['lighthouse', 'screenshots'].map((name) => ({ name, testMatch: `${name}.spec.ts` })),
});
