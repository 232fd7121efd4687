/**
 * How fast kept pages are served: `node tests/perf/cached.ts http://127.0.0.1:4321/events/`.
 *
 * Prints the time to the first byte with one visitor and the requests per second with 32, and fails where the goals
 * are missed. Give server and client a core each (`taskset`), for they are measured together otherwise.
 */

import { during, type Seen, visit } from './crowd.ts';

const GOAL_MS = 1;
const GOAL_PER_SECOND = 3_000;
const VISITORS = 32;
const SECONDS = 5;

const url = new URL(process.argv[2] ?? 'http://127.0.0.1:4321/');
const path = url.pathname + url.search;

/** What visitors see of the kept page alone. */
async function visitKept(visitors: number): Promise<Seen> {
  const seen = await visit(url, visitors, during(SECONDS, [path]));
  if (seen.origins['hit'] !== seen.answers || seen.dropped) {
    throw new Error(`not from the cache: ${JSON.stringify(seen)}`);
  }
  return seen;
}

await fetch(url);
const { firstByte } = await visitKept(1);
const together = await visitKept(VISITORS);
const perSecond = together.answers / together.seconds;

console.info(
  `first byte, one visitor: p50 ${firstByte.p50.toFixed(2)} ms, p99 ${firstByte.p99.toFixed(2)} ms (goal: p50 ${String(GOAL_MS)} ms)`,
);
console.info(
  `${String(VISITORS)} visitors: ${perSecond.toFixed(0)} requests/s (goal: ${String(GOAL_PER_SECOND)})`,
);
process.exitCode = firstByte.p50 <= GOAL_MS && perSecond >= GOAL_PER_SECOND ? 0 : 1;
