import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { readAssets } from '../../../src/cache/assets';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'client-'));
  await mkdir(join(directory, '_astro'));
});

afterEach(() => rm(directory, { recursive: true }));

test('files with a hash in their name hold for ever, others for an hour', async () => {
  await writeFile(join(directory, '_astro/a.1234.js'), 'export {}');
  await writeFile(join(directory, 'favicon.svg'), '<svg/>');

  const assets = await readAssets(directory);

  expect(
    [...assets]
      .map(([path, { headers }]) => [path, headers['content-type'], headers['cache-control']])
      .sort(),
  ).toEqual([
    ['/_astro/a.1234.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/favicon.svg', 'image/svg+xml', 'public, max-age=3600'],
  ]);
});

test('texts are compressed both ways, where that makes them smaller', async () => {
  const text = 'a { color: red }\n'.repeat(100);
  await writeFile(join(directory, '_astro/long.css'), text);
  await writeFile(join(directory, '_astro/short.css'), 'a');
  await writeFile(join(directory, '_astro/font.woff2'), text);

  const assets = await readAssets(directory);
  const { br, gzip } = assets.get('/_astro/long.css')?.variants ?? {};

  expect([brotliDecompressSync(br ?? '').toString(), gunzipSync(gzip ?? '').toString()]).toEqual([
    text,
    text,
  ]);
  expect(assets.get('/_astro/short.css')?.variants).toEqual({});
  expect(assets.get('/_astro/font.woff2')?.variants).toEqual({});
});

test('large files and those of unknown types are left to others', async () => {
  await writeFile(join(directory, 'film.svg'), 'x'.repeat(2 ** 20 + 1));
  await writeFile(join(directory, 'notes.doc'), 'x');

  expect(await readAssets(directory)).toEqual(new Map());
});
