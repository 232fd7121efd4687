/** Lighthouse on each page type and view, as a phone on a slow network; a table of the figures at the end. */

import { gzipSync } from 'node:zlib';

import { chromium } from '@playwright/test';
import lighthouse from 'lighthouse';

import { CHROMIUM_ARGUMENTS, findChromium } from '../e2e/house/chromium';
import { PAGES, PAST_TALK, VIEWS } from '../e2e/house/places';
import { read } from '../e2e/house/reading';
import { expect, test } from '../e2e/house/test';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const KILOBYTE = 1_024;
/** The goal for the largest paint is 1,200 ms; figures of one page differ by some percent. */
const LIMITS = { html: 30 * KILOBYTE, css: 8 * KILOBYTE, js: 3 * KILOBYTE, lcp: 1_260, cls: 0.01 };
const LEAST_PERFORMANCE = 98;

const PLACES = { ...PAGES, 'past Talk': PAST_TALK, ...VIEWS };
/** An address without a page is an error by intention. */
const LEFT_OUT = ['no such page'];

test('every page is fast, light and sound', async ({ house }) => {
  test.setTimeout(600_000);
  const port = house.addresses.otherPorts[0];
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...CHROMIUM_ARGUMENTS, `--remote-debugging-port=${String(port)}`],
  });
  const figures: Record<string, string | number>[] = [];
  for (const [name, path] of Object.entries(PLACES)) {
    if (LEFT_OUT.includes(name)) continue;
    const url = house.siteUrl + path;
    const bytes = await weigh(url, house.siteUrl);
    const { scores, lcp, cls, faults } = await judge(url, port);
    figures.push({ page: name, scores: scores.join('/'), lcp: Math.round(lcp), cls, ...bytes });
    const [performance, ...others] = scores;
    expect.soft(others, `${name}: ${faults}`).toEqual([100, 100, 100]);
    expect.soft(performance, `${name}: performance`).toBeGreaterThanOrEqual(LEAST_PERFORMANCE);
    expect.soft(lcp, `${name}: largest contentful paint`).toBeLessThanOrEqual(LIMITS.lcp);
    expect.soft(cls, `${name}: layout shift`).toBeLessThanOrEqual(LIMITS.cls);
    expect.soft(bytes.html, `${name}: HTML`).toBeLessThanOrEqual(LIMITS.html);
    expect.soft(bytes.css, `${name}: CSS`).toBeLessThanOrEqual(LIMITS.css);
    expect.soft(bytes.js, `${name}: JavaScript`).toBeLessThanOrEqual(LIMITS.js);
  }
  console.table(figures);
  await browser.close();
});

interface Judgement {
  /** In the order of `CATEGORIES`, of 100. */
  readonly scores: readonly number[];
  /** Milliseconds. */
  readonly lcp: number;
  readonly cls: number;
  /** What lowers a score, in words. */
  readonly faults: string;
}

/** Lighthouse on one address, in the Chromium that is debugged at `port`. */
async function judge(url: string, port: number): Promise<Judgement> {
  const isIndexed = !(await read(url)).body.includes('<meta name="robots" content="noindex">');
  const result = await lighthouse(url, {
    port,
    output: 'json',
    logLevel: 'error',
    onlyCategories: [...CATEGORIES],
    // What is searched for and filtered is kept out of indexes by intention.
    skipAudits: isIndexed ? [] : ['is-crawlable'],
  });
  const { categories = {}, audits = {} } = result?.lhr ?? {};
  return {
    scores: CATEGORIES.map((it) => Math.round((categories[it]?.score ?? 0) * 100)),
    lcp: audits['largest-contentful-paint']?.numericValue ?? Infinity,
    cls: audits['cumulative-layout-shift']?.numericValue ?? Infinity,
    faults: Object.values(audits)
      .filter((it) => it.score !== null && it.score < 1)
      .map((it) => it.title)
      .join('; '),
  };
}

/** Bytes of a page as it is, and of its style sheets and scripts by gzip. */
async function weigh(url: string, siteUrl: string): Promise<{ html: number; css: number; js: number }> {
  const { body } = await read(url);
  const weighAll = async (pattern: RegExp) => {
    const paths = [...body.matchAll(pattern)].map(([, path = '']) => path);
    const files = await Promise.all(paths.map((path) => read(siteUrl + path)));
    return files.reduce((sum, file) => sum + gzipSync(file.body).length, 0);
  };
  return {
    html: Buffer.byteLength(body),
    css: await weighAll(/<link rel="stylesheet" href="([^"]+)"/g),
    js: await weighAll(/<script type="module" src="([^"]+)"/g),
  };
}
