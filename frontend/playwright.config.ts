import { defineConfig } from '@playwright/test';

import { CHROMIUM_ARGUMENTS, findChromium } from './tests/e2e/house/chromium';

const SPECS = [
  'journey',
  'desk-journey',
  'outage',
  'accessibility',
  'admin-accessibility',
  'without-javascript',
  'visitor',
  'leaks',
];

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/house/template.ts',
  outputDir: 'test-results',
  workers: 1,
  retries: Number(process.env['RERUNS'] ?? 0),
  timeout: 60_000,
  forbidOnly: true,
  reporter: 'list',
  use: { launchOptions: { executablePath: findChromium(), args: CHROMIUM_ARGUMENTS } },
  // Tests of different projects run in different processes, each of which has a house of its own.
  projects: SPECS.map((name) => ({ name, testMatch: `${name}.spec.ts` })),
});
