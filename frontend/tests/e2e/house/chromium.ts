/** The browser of all tests: an installed Chromium, never a download. */

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

export function findChromium(): string {
  const found =
    process.env['CHROME_PATH'] ??
    (process.env['PATH'] ?? '')
      .split(delimiter)
      .flatMap((folder) => NAMES.map((name) => join(folder, name)))
      .find((path) => existsSync(path));
  if (found === undefined)
    throw new Error('Chromium is needed: install it, or name its program in CHROME_PATH.');
  return found;
}

/** Nothing that stops at a dialog, or asks the network for what is not ours. */
export const CHROMIUM_ARGUMENTS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
