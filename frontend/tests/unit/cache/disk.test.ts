import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { buildName, DiskCopy, type DiskOptions } from '../../../src/cache/disk';
import { entityTag, type Page } from '../../../src/cache/page';
import { makePage, textOf } from './pages';

const BUILD = buildName('code', 'https://cms.example.org');

let directory: string;
let kept: Map<string, { page: Page; renderedAt: number }>;
let reports: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pages-'));
  kept = new Map();
  reports = [];
});

afterEach(() => rm(directory, { recursive: true }));

function openCopy(changes: Partial<DiskOptions> = {}): DiskCopy {
  const find = (key: string) => kept.get(key);
  const report = (message: string) => reports.push(message);
  return new DiskCopy({ directory, build: BUILD, bytes: 100_000, find, report, ...changes });
}

function keep(key: string, text: string, renderedAt = 1_000): void {
  const page = makePage(text, { etag: entityTag(Buffer.from(text), 'text/html'), tags: ['all', 'Talk'] });
  kept.set(key, { page, renderedAt });
}

async function save(copy: DiskCopy, ...keys: string[]): Promise<void> {
  for (const key of keys) copy.follow(key);
  await copy.flush();
}

const pagesDirectory = () => join(directory, `pages-${BUILD}`);
const files = async () => (await readdir(pagesDirectory())).map((name) => join(pagesDirectory(), name));

test('a page is read as it was kept', async () => {
  keep('/a/?q=x', 'text\nof lines', 1_234);
  await save(openCopy(), '/a/?q=x');

  const [saved, ...others] = await openCopy().read();

  expect(others).toEqual([]);
  expect(saved).toMatchObject({
    key: '/a/?q=x',
    renderedAt: 1_234,
    page: { status: 200, tags: ['all', 'Talk'] },
  });
  expect(saved && textOf(saved.page)).toBe('text\nof lines');
});

test('a page that is no longer kept is no longer on disk', async () => {
  const copy = openCopy();
  keep('/a/', 'secret');
  await save(copy, '/a/');
  kept.delete('/a/');
  await save(copy, '/a/');

  expect(await files()).toEqual([]);
});

test('what changes while it is written ends as what is kept', async () => {
  const copy = openCopy();
  for (let number = 0; number < 50; number += 1) {
    keep('/a/', `version ${String(number)}`);
    copy.follow('/a/');
    if (number % 7 === 0) await Promise.resolve();
  }
  keep('/b/', 'withdrawn');
  copy.follow('/b/');
  kept.delete('/b/');
  await copy.flush();

  const saved = await openCopy().read();

  expect(saved.map((it) => [it.key, textOf(it.page)])).toEqual([['/a/', 'version 49']]);
});

test('files that are cut off, changed or not ours are left out and removed', async () => {
  const copy = openCopy();
  for (const key of ['/whole/', '/cut/', '/changed/', '/moved/', '/empty/', '/status/'])
    keep(key, `text of ${key}`);
  await save(copy, ...kept.keys());
  const bytesOf = new Map(
    await Promise.all((await files()).map(async (it) => [it, await readFile(it)] as const)),
  );
  for (const [file, bytes] of bytesOf) {
    const text = bytes.toString();
    if (text.includes('"/cut/"')) await writeFile(file, bytes.subarray(0, -3));
    if (text.includes('"/changed/"')) await writeFile(file, text.replace('text of', 'Text of'));
    if (text.includes('"/moved/"')) await writeFile(join(pagesDirectory(), `${'0'.repeat(32)}.page`), bytes);
    if (text.includes('"/moved/"')) await rm(file);
    if (text.includes('"/empty/"')) await writeFile(file, '');
    if (text.includes('"/status/"')) await writeFile(file, text.replace('200', '999'));
  }

  const saved = await openCopy().read();

  expect(saved.map((it) => it.key)).toEqual(['/whole/']);
  expect(await files()).toHaveLength(1);
  expect(reports).toEqual([]);
});

test('what is no file is left alone', async () => {
  const copy = openCopy();
  keep('/a/', 'text');
  await save(copy, '/a/');
  const [folder = '', link = ''] = ['b', 'c'].map((it) => join(pagesDirectory(), `${it.repeat(32)}.page`));
  await mkdir(folder);
  await symlink(join(directory, 'nowhere'), link);

  expect((await copy.read()).map((it) => it.key)).toEqual(['/a/']);
  expect(await files()).toHaveLength(3);
  expect(reports).toEqual([]);
});

test('files that another process takes away meanwhile harm nobody', async () => {
  const keys = Array.from({ length: 200 }, (_, number) => `/${String(number)}/`);
  for (const key of keys) keep(key, 'text');
  await save(openCopy(), ...keys);

  const reading = openCopy().read();
  for (const file of await files()) await rm(file, { force: true });
  await reading;

  expect(reports).toEqual([]);
});

test('what a process did not finish is removed once nobody else can be at it', async () => {
  const copy = openCopy();
  await copy.read();
  const [old, recent] = ['1', '2'].map((pid) => join(pagesDirectory(), `${'a'.repeat(32)}.page.${pid}`));
  for (const file of [old, recent]) await writeFile(file ?? '', 'unfinished');
  await utimes(old ?? '', 1, 1);

  expect(await copy.read()).toEqual([]);
  expect(await files()).toEqual([recent]);
});

test('pages of other builds are removed, and nothing that is not ours', async () => {
  keep('/a/', 'old');
  await save(openCopy({ build: buildName('other code') }), '/a/');
  await mkdir(join(directory, 'photographs'));

  expect(await openCopy().read()).toEqual([]);
  expect((await readdir(directory)).sort()).toEqual([`pages-${BUILD}`, 'photographs']);
});

test('no more bytes are read than there is room for, the newest pages first', async () => {
  for (const key of ['/a/', '/b/', '/c/']) {
    keep(key, 'x'.repeat(1_000));
    await save(openCopy(), key);
  }

  const saved = await openCopy({ bytes: 2_600 }).read();

  expect(saved).toHaveLength(2);
  expect(await files()).toHaveLength(2);
});

test('a directory that cannot be written is reported and harms nobody', async () => {
  await writeFile(join(directory, 'file'), '');
  const copy = openCopy({ directory: join(directory, 'file') });
  keep('/a/', 'text');

  await save(copy, '/a/');

  expect(await copy.read()).toEqual([]);
  expect(reports).toHaveLength(2);
});
