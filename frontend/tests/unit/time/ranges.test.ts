import { expect, test } from 'vitest';

import { day, span } from '../../fixtures/times';
import { formatSpan } from '../../../src/time/format';

test.each([
  ['2027-08-16', '2027-08-19', '2027年8月16日至8月19日'],
  ['2026-12-30', '2027-01-02', '2026年12月30日至2027年1月2日'],
])('from %s to %s in Chinese', (from, to, words) => {
  expect(formatSpan(span(day(from), day(to)), 'zh-hans')).toBe(words);
});
