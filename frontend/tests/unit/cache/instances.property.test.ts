/** Two instances of the site before one CMS, of which only the first is ever rung. */

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { Changes, type Heard, INTERVAL_MS } from '../../../src/cache/changes';
import type { Rendered } from '../../../src/cache/page';
import { Renders } from '../../../src/cache/renders';
import { EVERYTHING, Store } from '../../../src/cache/store';
import { FakeTime, settle } from './fake-time';
import { makePage, textOf } from './pages';

const RUNS = 2_000;

/** Longest way of a question to the CMS, and of an answer from it. */
const WAY_MS = 400;

interface Edit {
  pause: number;
  ways: number[];
  isRung: boolean;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  pause: fc.integer({ min: 1, max: 9_000 }),
  ways: fc.array(fc.integer({ min: 0, max: WAY_MS }), { minLength: 4, maxLength: 4 }),
  isRung: fc.boolean(),
});

/** A CMS whose content is the number of its edits. */
class Cms {
  readonly #editedAt: number[];
  #ways: readonly number[] = [300, 100, WAY_MS, 0];
  #asked = 0;

  constructor(readonly time: FakeTime) {
    this.#editedAt = [time.now()];
  }

  get version(): number {
    return this.#editedAt.length;
  }

  edit(ways: readonly number[]): void {
    this.#ways = ways;
    this.#editedAt.push(this.time.now());
  }

  /** The version as it was at an instant. */
  versionAt(instant: number): number {
    return this.#editedAt.filter((it) => it <= instant).length;
  }

  async read(): Promise<number> {
    await this.time.pause(this.#way());
    const { version } = this;
    await this.time.pause(this.#way());
    return version;
  }

  #way(): number {
    this.#asked += 1;
    return this.#ways[this.#asked % this.#ways.length] ?? 0;
  }
}

class Instance {
  readonly changes: Changes;
  readonly #cms: Cms;
  readonly #renders: Renders;

  constructor(cms: Cms) {
    const { time } = cms;
    const store = new Store({ now: time.now, bytes: 100_000 });
    store.trust(0);
    this.#cms = cms;
    this.#renders = new Renders(store);
    this.changes = new Changes({
      now: time.now,
      after: time.after,
      ask: async (): Promise<Heard> => ({ version: String(await cms.read()) }),
      onChange: () => {
        this.#renders.purge({ tags: [EVERYTHING] });
      },
      onTrust: (until) => {
        store.trust(until);
      },
      onOutage: (isOutage) => {
        expect(isOutage).toBe(false);
      },
    });
    this.changes.start();
  }

  /** The version that is shown to a visitor without having anything rendered. */
  shown(): number | undefined {
    const found = this.#renders.find('/');
    return found?.origin === 'hit' ? Number(textOf(found.page)) : undefined;
  }

  visit(): void {
    void this.#renders.answer('/', async (): Promise<Rendered> => {
      const version = await this.#cms.read();
      return { kind: 'page', page: makePage(String(version)), seconds: 120 };
    });
  }
}

test(
  'both instances show each edit in time, though one is never told of it',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async (edits) => {
        const time = new FakeTime();
        const cms = new Cms(time);
        const rung = new Instance(cms);
        const unrung = new Instance(cms);
        const late = 4 * WAY_MS;
        let lastRing = time.now();
        const look = () => {
          for (const it of [rung, unrung]) {
            expect(it.shown() ?? Infinity).toBeGreaterThanOrEqual(
              cms.versionAt(time.now() - INTERVAL_MS - late),
            );
            it.visit();
          }
          const known = time.now() >= lastRing + late ? lastRing : 0;
          expect(rung.shown() ?? Infinity).toBeGreaterThanOrEqual(cms.versionAt(known));
        };
        for (const { pause, ways, isRung } of edits) {
          for (let left = pause; left > 0; left -= 250) await time.pass(Math.min(250, left), look);
          cms.edit(ways);
          if (isRung) {
            rung.changes.ring();
            lastRing = time.now();
          }
        }
        await time.pass(INTERVAL_MS + 2 * late, look);
        await time.pass(late);
        expect([rung.shown(), unrung.shown()]).toEqual([cms.version, cms.version]);
        rung.changes.stop();
        unrung.changes.stop();
        await settle();
      }),
      { numRuns: RUNS, seed: 20_260_902 },
    );
  },
);
