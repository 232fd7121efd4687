/** Many visitors at once, and what they saw. */

import { type Answer, Dropped, Refused, Visitor } from './visitor.ts';

export interface Seen {
  answers: number;
  seconds: number;
  /** Milliseconds to the first byte. */
  readonly firstByte: { readonly p50: number; readonly p99: number };
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  /** How often an answer was a `hit`, a `miss`, `stale` or, as `none`, nothing that is kept. */
  readonly origins: Readonly<Record<string, number>>;
  /** Requests that were sent and not answered in full. */
  readonly dropped: number;
  /** Visitors who found nobody listening, and left. */
  readonly refused: number;
}

/** Has so many visitors ask for the paths in turns, each path once, until there are no more. */
export async function visit(url: URL, visitors: number, paths: Iterable<string>): Promise<Seen> {
  const queue = paths[Symbol.iterator]();
  const times: number[] = [];
  const statuses = new Map<string, number>();
  const origins = new Map<string, number>();
  const losses = { dropped: 0, refused: 0 };
  const note = ({ status, headers, firstByte }: Answer) => {
    times.push(firstByte);
    increment(statuses, String(status));
    increment(origins, headers.get('x-cache') ?? 'none');
  };
  const stay = async () => {
    const visitor = new Visitor(url);
    for (let next = queue.next(); !next.done; next = queue.next()) {
      try {
        note(await visitor.ask(next.value));
      } catch (error) {
        if (error instanceof Dropped) losses.dropped += 1;
        else if (error instanceof Refused) {
          losses.refused += 1;
          return;
        } else throw error;
      }
    }
    visitor.leave();
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: visitors }, stay));
  const seconds = (performance.now() - began) / 1_000;
  times.sort((a, b) => a - b);
  return {
    answers: times.length,
    seconds,
    firstByte: { p50: percentile(times, 0.5), p99: percentile(times, 0.99) },
    statuses: Object.fromEntries(statuses),
    origins: Object.fromEntries(origins),
    ...losses,
  };
}

/** Paths in turns, for so many seconds. */
export function* during(seconds: number, paths: readonly string[]): Generator<string> {
  const until = performance.now() + seconds * 1_000;
  for (;;) {
    for (const path of paths) {
      if (performance.now() >= until) return;
      yield path;
    }
  }
}

/** Paths in turns, so many times. */
export function* repeated(rounds: number, paths: readonly string[]): Generator<string> {
  for (let round = 0; round < rounds; round += 1) yield* paths;
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}
