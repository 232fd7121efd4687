/** Pages for tests: small, with what they were made of as their text. */

import type { Page } from '../../../src/cache/page';

export function makePage(text: string, changes: Partial<Page> = {}): Page {
  return {
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from(text),
    variants: {},
    etag: text,
    tags: ['all'],
    ...changes,
  };
}

export function textOf(page: Page): string {
  return Buffer.from(page.body).toString();
}
