/**
 * Writes `newsreader-first-page.woff2`: `node src/fonts/first-page.mjs`.
 *
 * What a visitor's first page is set in has to come over the network before it can be read. One weight of Western
 * European Latin takes a third of the bytes of the variable font, which comes afterwards.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import subset from 'subset-font';

const SOURCE = import.meta
  .resolve('@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2');
const TARGET = new URL('./newsreader-first-page.woff2', import.meta.url);
const WEIGHT = 450;

/** Printable ASCII, Latin-1, and the signs of European typesetting. */
const RANGES = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x131, 0x131],
  [0x152, 0x153],
  [0x2010, 0x2014],
  [0x2018, 0x201e],
  [0x2026, 0x2026],
];

const text = RANGES.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
).join('');
const source = await readFile(fileURLToPath(SOURCE));
await writeFile(
  TARGET,
  await subset(source, text, {
    targetFormat: 'woff2',
    noLayoutClosure: true,
    variationAxes: { wght: WEIGHT },
  }),
);
