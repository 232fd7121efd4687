import { describe, expect, test } from 'vitest';

import { accepts, represent } from '../../../src/cache/representation';
import { makePage } from './pages';

const PAGE = makePage('a longer text', { etag: 'tag', variants: { br: Buffer.from('short') } });
const ASKED = { acceptEncoding: undefined, ifNoneMatch: undefined };
const COMMON = { 'cache-control': 'public, max-age=0, must-revalidate', vary: 'Accept-Encoding' };

describe('represent', () => {
  test('gives the page as it is', () => {
    expect(represent(PAGE, ASKED, { 'x-cache': 'hit' })).toEqual({
      status: 200,
      headers: {
        'content-type': 'text/html',
        ...COMMON,
        'x-cache': 'hit',
        etag: '"tag"',
        'content-length': '13',
      },
      body: PAGE.body,
    });
  });

  test('gives the compressed variant with a tag of its own', () => {
    expect(represent(PAGE, { ...ASKED, acceptEncoding: 'gzip, br' })).toEqual({
      status: 200,
      headers: {
        'content-type': 'text/html',
        ...COMMON,
        etag: '"tag-br"',
        'content-encoding': 'br',
        'content-length': '5',
      },
      body: PAGE.variants.br,
    });
  });

  test.each(['"tag"', '"tag-br"', 'W/"tag"', '"other", "tag-gzip"', '*'])(
    'answers 304 to %s',
    (ifNoneMatch) => {
      expect(represent(PAGE, { ...ASKED, ifNoneMatch })).toEqual({
        status: 304,
        headers: { ...COMMON, etag: '"tag"' },
        body: undefined,
      });
    },
  );

  test.each(['"other"', 'tag', '"tag-b"'])('answers 200 to %s', (ifNoneMatch) => {
    expect(represent(PAGE, { ...ASKED, ifNoneMatch }).status).toBe(200);
  });

  test.each([404, 410, 301])('leaves conditions out of account for %i', (status) => {
    const page = makePage('text', { status, etag: 'tag' });

    expect(represent(page, { ...ASKED, ifNoneMatch: '"tag"' }).status).toBe(status);
  });

  test('lets what holds for ever say so itself', () => {
    const page = makePage('text', { headers: { 'cache-control': 'immutable' } });

    expect(represent(page, ASKED).headers['cache-control']).toBe('immutable');
  });
});

describe('accepts', () => {
  test.each(['br', 'gzip, br', 'gzip;q=0.5, BR;q=0.1', '*', 'identity;q=0, *;q=0.5'])(
    'takes br with %s',
    (header) => {
      expect(accepts(header, 'br')).toBe(true);
    },
  );

  test.each([undefined, null, '', 'gzip', 'br;q=0', 'br;q=0.0, *', 'brotli'])(
    'does not take br with %s',
    (header) => {
      expect(accepts(header, 'br')).toBe(false);
    },
  );
});
