/** Random interleavings of visits, renders, changes and purges; what visitors are given is compared with the truth. */

import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Page, Rendered } from '../../../src/cache/page';
import { type Answer, LONGEST_RENDER_MS, Renders } from '../../../src/cache/renders';
import { EVERYTHING, Store } from '../../../src/cache/store';
import { settle } from './fake-time';
import { makePage, textOf } from './pages';

const RUNS = 10_000;
const TOPICS = ['even', 'odd'] as const;

/** Paths often and seldom visited; all of them together do not fit. */
const OFTEN = ['/a/', '/b/', '/c/?q=x'];
const SELDOM = ['/d/', '/e/', '/f/', '/g/', '/h/', '/i/', '/j/', '/k/', '/l/'];
const KEYS = [...OFTEN, ...SELDOM];
const ROOM = 10_000;

type Topic = (typeof TOPICS)[number];
type Outcome = 'page' | 'failure' | 'breaks' | 'private';

type Step =
  | { do: 'visit' | 'glance'; key: string }
  | { do: 'read'; which: number }
  | { do: 'end'; which: number; outcome: Outcome; seconds: number; bytes: number }
  | { do: 'change' | 'purge'; topic: Topic }
  | { do: 'purge everything' }
  | { do: 'wait'; milliseconds: number }
  | { do: 'outage'; isOutage: boolean };

const which = fc.nat(20);
const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...OFTEN) },
  { weight: 2, arbitrary: fc.constantFrom(...SELDOM) },
);
const topic = fc.constantFrom(...TOPICS);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('visit' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('glance' as const), key }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('read' as const), which }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      which,
      outcome: fc.oneof(
        { weight: 6, arbitrary: fc.constant('page' as const) },
        { weight: 3, arbitrary: fc.constantFrom('failure' as const, 'breaks' as const, 'private' as const) },
      ),
      seconds: fc.constantFrom(0, 1, 5, 120),
      bytes: fc.constantFrom(10, 10, 150, 30_000),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('change' as const, 'purge' as const), topic }) },
  { weight: 1, arbitrary: fc.constant({ do: 'purge everything' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      milliseconds: fc.integer({ min: 1, max: 3_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('outage' as const), isOutage: fc.boolean() }) },
);

function topicOf(path: string): Topic {
  return KEYS.indexOf(path) % 2 === 0 ? 'even' : 'odd';
}

/** What a page says of itself. */
interface Said {
  /** Renders are numbered as they begin. */
  number: number;
  version: number;
  beganAt: number;
  seconds: number;
  isWhole: boolean;
}

interface Pending {
  number: number;
  key: string;
  beganAt: number;
  /** How many purges there had been when it began. */
  epoch: number;
  isShared: boolean;
  version: number | undefined;
  resolve: (rendered: Rendered) => void;
  reject: (error: Error) => void;
}

interface Visit {
  key: string;
  cameAt: number;
  /** The newest version that a purge had told of when the visitor came. */
  atLeast: number;
  cameInOutage: boolean;
}

class World {
  now = 1_000;
  readonly store = new Store({ now: () => this.now, bytes: ROOM });
  readonly renders = new Renders(this.store);
  readonly pending: Pending[] = [];
  readonly given = new Set<Response>();
  #versions = { even: 1, odd: 1 };
  #told = { even: 0, odd: 0 };
  #epoch = 0;
  #begun = 0;
  /** By key, the number of the newest render that was kept, or that came to what nobody else may see. */
  readonly #newest = new Map<string, number>();
  /** The last outcome, while what follows from it happens. */
  #ending: Outcome | undefined;
  #visitors = 0;
  #failures: unknown[] = [];

  async take(taken: Step): Promise<void> {
    this.#ending = undefined;
    this.#act(taken);
    await settle();
    if (this.#failures.length) throw this.#failures[0];
    this.#checkKept();
  }

  async finish(): Promise<void> {
    while (this.pending.length) {
      await this.take({ do: 'end', which: 0, outcome: 'page', seconds: 5, bytes: 10 });
    }
    expect(this.#visitors).toBe(0);
  }

  #act(taken: Step): void {
    if (taken.do === 'visit' || taken.do === 'glance') this.#visit(taken.key, taken.do);
    else if (taken.do === 'read') this.#read(this.#pick(taken.which));
    else if (taken.do === 'end') this.#end(taken);
    else if (taken.do === 'change') this.#versions[taken.topic] += 1;
    else if (taken.do === 'purge') this.#purge([taken.topic], taken.topic);
    else if (taken.do === 'wait') this.now += taken.milliseconds;
    else if (taken.do === 'outage') this.renders.isOutage = taken.isOutage;
    else this.#purge(TOPICS, EVERYTHING);
  }

  #pick(number: number): Pending | undefined {
    return this.pending[number % this.pending.length];
  }

  #purge(topics: readonly Topic[], tag: string): void {
    this.#epoch += 1;
    for (const it of topics) this.#told[it] = this.#versions[it];
    this.renders.purge({ tags: [tag] });
  }

  #visit(visited: string, how: 'visit' | 'glance'): void {
    const visit = {
      key: visited,
      cameAt: this.now,
      atLeast: this.#told[topicOf(visited)],
      cameInOutage: this.renders.isOutage,
    };
    const before = this.store.size;
    const isShared = how === 'visit';
    const render = () => this.#begin(visited, isShared);
    const answer = isShared ? this.renders.answer(visited, render) : this.renders.glance(visited, render);
    this.#visitors += 1;
    void answer
      .then(
        (it) => {
          this.#check(visit, it);
        },
        (error: unknown) => {
          expect((error as Error).message).toBe('breaks');
        },
      )
      .catch((error: unknown) => this.#failures.push(error))
      .finally(() => (this.#visitors -= 1));
    if (!isShared) expect(this.store.size).toBe(before);
  }

  #begin(rendered: string, isShared: boolean): Promise<Rendered> {
    // Those who cannot share what was for one visitor render for themselves.
    const isOwn = !isShared || this.#ending === 'private';
    const rivals = this.pending.filter(
      (it) => it.key === rendered && it.epoch === this.#epoch && it.isShared,
    );
    const awaited = rivals.filter((it) => this.now - it.beganAt < LONGEST_RENDER_MS);
    if (!isOwn) expect(awaited).toEqual([]);
    this.#begun += 1;
    return new Promise((resolve, reject) => {
      this.pending.push({
        number: this.#begun,
        key: rendered,
        beganAt: this.now,
        epoch: this.#epoch,
        isShared: !isOwn,
        version: undefined,
        resolve,
        reject,
      });
    });
  }

  #read(render: Pending | undefined): void {
    if (render) render.version ??= this.#versions[topicOf(render.key)];
  }

  #end({ which: place, outcome, seconds, bytes }: Extract<Step, { do: 'end' }>): void {
    const render = this.#pick(place);
    if (!render) return;
    this.#read(render);
    this.#ending = outcome;
    this.pending.splice(this.pending.indexOf(render), 1);
    const { number, beganAt, version = 0 } = render;
    const said: Said = { number, version, beganAt, seconds, isWhole: outcome === 'page' };
    const tags = [EVERYTHING, topicOf(render.key)];
    const page = makePage(JSON.stringify(said).padEnd(bytes), {
      tags,
      status: outcome === 'page' ? 200 : 503,
    });
    if (outcome === 'page') render.resolve({ kind: 'page', page, seconds });
    else if (outcome === 'failure') render.resolve({ kind: 'failure', page });
    else if (outcome === 'private') {
      if (render.isShared) this.#newest.set(render.key, Math.max(number, this.#newest.get(render.key) ?? 0));
      render.resolve({ kind: 'private', response: new Response() });
    } else render.reject(new Error('breaks'));
  }

  #check(visit: Visit, answer: Answer): void {
    if (answer.kind === 'failure') {
      expect(this.#ending).toBe('failure');
    } else if (answer.kind === 'private') {
      expect(this.given.has(answer.response)).toBe(false);
      this.given.add(answer.response);
    } else if (answer.origin === 'stale') {
      const isOutage = visit.cameInOutage || this.renders.isOutage;
      expect(isOutage || this.#ending === 'failure' || this.#ending === 'breaks').toBe(true);
      expect(read(answer.page).isWhole).toBe(true);
    } else {
      this.#checkFresh(visit, answer);
    }
  }

  #checkFresh(visit: Visit, answer: Extract<Answer, { kind: 'page' }>): void {
    const said = read(answer.page);
    expect(said.isWhole).toBe(true);
    expect(said.version).toBeGreaterThanOrEqual(visit.atLeast);
    const heldUntil = said.beganAt + said.seconds * 1_000;
    const cameFirst = answer.origin === 'miss' && said.beganAt >= visit.cameAt;
    expect(cameFirst || visit.cameAt < heldUntil).toBe(true);
  }

  #checkKept(): void {
    expect(this.store.bytes).toBeLessThanOrEqual(ROOM);
    for (const [kept, { page, freshUntil }] of this.store.entries()) {
      expect(page.status).toBe(200);
      const said = read(page);
      expect(said.number).toBeGreaterThanOrEqual(this.#newest.get(kept) ?? 0);
      this.#newest.set(kept, said.number);
      if (freshUntil === 0) continue;
      expect(said.version).toBeGreaterThanOrEqual(this.#told[topicOf(kept)]);
    }
  }
}

function read(page: Page): Said {
  return JSON.parse(textOf(page)) as Said;
}

test(
  'nobody who comes after a purge sees what was read before it, in any order of events',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), async (steps) => {
        const world = new World();
        for (const it of steps) await world.take(it);
        await world.finish();
      }),
      { numRuns: RUNS, seed: 20_260_901 },
    );
  },
);

test('nobody waits for a render that has no end but those who came early', async () => {
  let now = 0;
  const renders = new Renders(new Store({ now: () => now, bytes: ROOM }));
  void renders.answer('/', () => new Promise(() => undefined));
  now = LONGEST_RENDER_MS;

  const answer = await renders.answer('/', () =>
    Promise.resolve({ kind: 'page', page: makePage('text'), seconds: 60 }),
  );

  expect(answer).toMatchObject({ kind: 'page', origin: 'miss' });
});

test('a hundred visitors after a purge have a page rendered once', async () => {
  const store = new Store({ now: () => 0, bytes: ROOM });
  const renders = new Renders(store);
  let count = 0;
  const render = (): Promise<Rendered> => {
    count += 1;
    return Promise.resolve({ kind: 'page', page: makePage(String(count)), seconds: 60 });
  };
  await renders.answer('/', render);
  renders.purge({ tags: [EVERYTHING] });

  const answers = await Promise.all(Array.from({ length: 100 }, () => renders.answer('/', render)));

  expect(count).toBe(2);
  expect(answers.map((it) => (it.kind === 'page' ? textOf(it.page) : it.kind))).toEqual(Array(100).fill('2'));
});
