/**
 * What visitors see of a site: reads one job as JSON, does it and writes what they saw as JSON.
 *
 * A job is `{url, visitors, paths, seconds}`, to ask for paths in turns for so long, or `{url, visitors, paths, rounds}`,
 * to ask for each of them so many times; the answer is `Seen`.
 */

import { readFileSync } from 'node:fs';

import { during, repeated, visit } from './crowd.ts';

interface Job {
  readonly url: string;
  readonly visitors: number;
  readonly paths: readonly string[];
  readonly seconds?: number;
  readonly rounds?: number;
}

const { url, visitors, paths, seconds, rounds = 1 } = JSON.parse(readFileSync(0, 'utf8')) as Job;
const queue = seconds === undefined ? repeated(rounds, paths) : during(seconds, paths);
process.stdout.write(JSON.stringify(await visit(new URL(url), visitors, queue)));
