import { expect, test } from 'vitest';

import { Renders } from '../../../src/cache/renders';
import { EVERYTHING, Store } from '../../../src/cache/store';
import { makePage } from './pages';

test('who asks for headers only is told of the kept page where a render breaks', async () => {
  const renders = new Renders(new Store({ now: () => 0, bytes: 1_000_000 }));
  const kept = makePage('first');
  await renders.answer('/', () => Promise.resolve({ kind: 'page', page: kept, seconds: 60 }));
  renders.purge({ tags: [EVERYTHING] });

  const answer = await renders.glance('/', () => Promise.reject(new Error('broken template')));

  expect(answer).toEqual({ kind: 'page', page: kept, origin: 'stale' });
});

test('who asks for headers only hears of a broken render where nothing is kept', async () => {
  const renders = new Renders(new Store({ now: () => 0, bytes: 1_000_000 }));

  const answer = renders.glance('/', () => Promise.reject(new Error('broken template')));

  await expect(answer).rejects.toThrow('broken template');
});
