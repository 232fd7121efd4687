/** What the log does not say: tokens of previews, which stand in addresses that Astro writes as they are. */

import { format } from 'node:util';

const TOKEN = /([?&]token=)[^\s&"'#]+/gi;

/** The text with all tokens in addresses left out. */
export function withoutTokens(text: string): string {
  return text.replaceAll(TOKEN, '$1…');
}

/** Has everything that is written to a console leave tokens out. */
export function hideTokens(log: Pick<Console, 'info' | 'warn' | 'error'>): void {
  for (const level of ['info', 'warn', 'error'] as const) {
    const write = log[level].bind(log);
    log[level] = (...parts: unknown[]) => {
      write('%s', withoutTokens(format(...parts)));
    };
  }
}
