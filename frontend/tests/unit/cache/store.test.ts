import { beforeEach, expect, test } from 'vitest';

import { type Kept, OUTAGE_MS, Store } from '../../../src/cache/store';
import { makePage } from './pages';

let now: number;
let store: Store;

beforeEach(() => {
  now = 5_000;
  store = new Store({ now: () => now, bytes: 100_000 });
});

function keep(key: string, tags = ['all'], seconds = 60): Kept {
  store.keep(store.begin(key), makePage(key, { tags }), seconds);
  const kept = store.find(key);
  if (!kept) throw new Error(`${key} is not kept`);
  return kept;
}

test('a page is fresh for its seconds', () => {
  const kept = keep('/a/');

  expect(store.isFresh(kept)).toBe(true);
  now += 60_000;
  expect(store.isFresh(kept)).toBe(false);
});

test('no page is fresh once purges are not known to arrive', () => {
  const kept = keep('/a/');
  store.trust(now + 1_000);

  expect(store.isFresh(kept)).toBe(true);
  now += 1_000;
  expect(store.isFresh(kept)).toBe(false);
  store.trust(now + 1_000);
  expect(store.isFresh(kept)).toBe(true);
});

test('a purge concerns the pages with its tag, or those of its path with any parameters', () => {
  const kept = [keep('/a/', ['all', 'Talk:1']), keep('/b/'), keep('/c/?q=x'), keep('/c/d/')];

  store.purge({ tags: ['Talk:1', 'Talk:2'], path: '/c/' });
  expect(kept.map((it) => store.isFresh(it))).toEqual([false, true, false, true]);

  store.purge({ tags: ['all'] });
  expect(kept.map((it) => store.isFresh(it))).toEqual([false, false, false, false]);
});

test('a purged page is usable for a day after it was rendered', () => {
  const kept = keep('/a/');
  store.purge({ tags: ['all'] });

  now += OUTAGE_MS - 1;
  expect(store.isUsable(kept)).toBe(true);
  now += 1;
  expect(store.isUsable(kept)).toBe(false);
});

test('a restored page is usable but not fresh, and does not replace a newer one', () => {
  store.restore('/a/', makePage('old'), 1_000);
  const restored = store.find('/a/');
  expect(restored && [store.isFresh(restored), store.isUsable(restored)]).toEqual([false, true]);

  const kept = keep('/b/');
  store.restore('/b/', makePage('old'), 1_000);
  expect(store.find('/b/')).toBe(kept);
});
