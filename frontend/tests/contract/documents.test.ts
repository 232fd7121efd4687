import { readFileSync } from 'node:fs';

import { buildSchema, print, validate } from 'graphql';
import { describe, expect, test } from 'vitest';

import { OPERATIONS, UNSEEN } from './documents';
import { countAliases, countTokens, limit, measure } from './size';

const schema = buildSchema(readFileSync(new URL('../../../api/schema.graphql', import.meta.url), 'utf-8'));

test('all modules with documents are looked at', () => {
  expect(OPERATIONS.length).toBeGreaterThan(2);
  expect(UNSEEN).toEqual([]);
});

describe.each(OPERATIONS)('%s', (_, document) => {
  const text = print(document);

  test('fits the schema of the CMS', () => {
    expect(validate(schema, document)).toEqual([]);
  });

  test('stays within the limits of the CMS', () => {
    const { depth, fields } = measure(document);

    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit('LONGEST_SOURCE'));
    expect(countTokens(text)).toBeLessThanOrEqual(limit('MOST_TOKENS'));
    expect(countAliases(text)).toBeLessThanOrEqual(limit('MOST_ALIASES'));
    expect(depth).toBeLessThanOrEqual(limit('GREATEST_DEPTH'));
    expect(fields).toBeLessThanOrEqual(limit('MOST_FIELDS'));
  });
});
