import fc from 'fast-check';
import { expect, test } from 'vitest';

import { mathText } from '../../../src/text/math';

test('formulas become MathML, the text around them is escaped', () => {
  const html = mathText('If $a < b$, then <b> & so on');

  expect(html.replace(/<math.*<\/math>/, 'MATH')).toBe('If MATH, then &lt;b&gt; &amp; so on');
  expect(html).toContain('<mo>&lt;</mo>');
});

test.each([
  ['it costs $5 and $10'],
  ['a $ b $ c'],
  ['no formula at all'],
  ['only one $x'],
  // Cannot be read as a formula.
  ['an unknown $\\nonsense{x}$ command'],
  ['an open $\\frac{1}{2$ brace'],
  ['nothing raised in $^$'],
])('%s stays as it is', (text) => {
  expect(mathText(text)).toBe(text);
});

test('an escaped dollar sign is one', () => {
  expect(mathText('\\$5 or $x$').replace(/<math.*<\/math>/, 'MATH')).toBe('$5 or MATH');
});

test.each([
  ['$\\href{javascript:alert(1)}{x}$'],
  ['$\\url{javascript:alert(1)}$'],
  ['$\\includegraphics{https://example.org/x.png}$'],
  ['$\\htmlData{x=1}{y}$'],
  ['$\\style{background:url(https://example.org)}{x}$'],
  ['$\\text{<img src=x onerror=alert(1)>}$'],
  ['<script>alert($1$)</script>'],
  ['$\\def\\x{\\x\\x}\\x$'],
])('%s does no harm', (text) => {
  const html = mathText(text);

  expect(html).not.toMatch(/<(?:script|img|iframe|a)\b|\bhref=|\bon\w+=["']|<[^>]*url\(/i);
});

test('rules and spaces are no larger than ten em', () => {
  expect(mathText(String.raw`$\rule{9999em}{9999em}$`)).toContain('width="10em" height="10em"');
});

test('whatever is typed, no tag comes out but those of MathML', () => {
  const pieces = fc.constantFrom(
    '$',
    '$$',
    '\\',
    '{',
    '}',
    '<',
    '>',
    '"',
    "'",
    '&',
    'x',
    '\\frac',
    '\\text',
    '\\ref',
    ' ',
    '^',
    '_',
    '<svg onload=',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      const tags = [...mathText(parts.join('')).matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag ?? '');

      expect(tags.filter((tag) => !/^(?:math|m[a-z]+|semantics|annotation)$/.test(tag))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
