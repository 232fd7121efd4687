/** How much of the build goes to browsers, compressed as servers do. */

import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { buildSite } from './cache/site-process';

const KILOBYTE = 1_000;

let home: string;
let assets: string;

beforeAll(async () => {
  home = await buildSite();
  assets = join(home, 'dist/client/_astro');
}, 60_000);

afterAll(() => rm(home, { recursive: true }));

/** The size of each file with an extension, by the name that its source has. */
async function sizesOf(extension: string): Promise<Map<string, number>> {
  const names = (await readdir(assets)).filter((it) => it.endsWith(`.${extension}`));
  const sizes = names.map(
    async (name) => [name, gzipSync(await readFile(join(assets, name)), { level: 9 }).length] as const,
  );
  return new Map(await Promise.all(sizes));
}

const total = (sizes: Map<string, number>) => [...sizes.values()].reduce((sum, it) => sum + it, 0);

test('all styles together have at most 8 kB', async () => {
  const sizes = await sizesOf('css');

  expect(total(sizes), JSON.stringify([...sizes])).toBeLessThanOrEqual(8 * KILOBYTE);
  expect(sizes.size).toBe(1);
});

test('all scripts together have at most 3 kB, so that no page has more', async () => {
  const sizes = await sizesOf('js');

  expect(total(sizes), JSON.stringify([...sizes])).toBeLessThanOrEqual(3 * KILOBYTE);
  expect(sizes.size).toBeGreaterThan(0);
});
