/** Brings the fonts of the next page; from then on `layouts/theme.js` has pages set in them. */

import { recall, remember } from './storage';

const FONTS = ['1em Newsreader', "1em 'Instrument Sans'"];

/** Signs that this page is there and somebody reads it: nothing more important is on its way. */
const READING = ['pointermove', 'pointerdown', 'keydown', 'scroll'];

const isRead = new AbortController();

function bring(): void {
  isRead.abort();
  Promise.all(FONTS.map((font) => document.fonts.load(font))).then(
    (faces) => {
      if (faces.every((it) => it.length > 0)) remember('fonts', 'here');
    },
    () => undefined, // The next page asks for them again.
  );
}

if (!recall('fonts')) {
  for (const sign of READING) addEventListener(sign, bring, { passive: true, signal: isRead.signal });
}
