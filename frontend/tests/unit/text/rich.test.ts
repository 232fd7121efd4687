import fc from 'fast-check';
import { expect, test } from 'vitest';

import { richText } from '../../../src/text/rich';

test('text with emphasis, lists and links stays', () => {
  const html =
    '<h2>Why</h2><p>A <b>bold</b> <a href="https://example.org/">link</a>.</p><ul><li>one</li></ul>';

  expect(richText(html)).toBe(html);
});

test('headings move down as far as they can', () => {
  expect(richText('<h2>A</h2><h6>B</h6>', { lower: 1 })).toBe('<h3>A</h3><h6>B</h6>');
});

test('formulas are set, but not in code', () => {
  const html = richText('<p>$x$</p><p><code>$x$</code></p>');

  expect(html.replace(/<math.*?<\/math>/, 'MATH')).toBe('<p>MATH</p><p><code>$x$</code></p>');
});

test.each(['$p &lt; 0.05$', '$x &gt; y$', "$f'(x) &lt; 1$"])('%s is one formula', (formula) => {
  expect(richText(`<p>If ${formula}, then.</p>`)).toMatch(/^<p>If <math.*<\/math>, then\.<\/p>$/);
});

test('what stands deeper in code is code too', () => {
  expect(richText('<pre><b>$x$</b></pre>')).toBe('<pre><b>$x$</b></pre>');
});

test.each([
  ['<script>alert(1)</script><p>x</p>', '<p>x</p>'],
  ['<p onclick="alert(1)">x</p>', '<p>x</p>'],
  ['<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
  ['<a href="//example.org">x</a>', '<a>x</a>'],
  ['<a href="data:text/html,x">x</a>', '<a>x</a>'],
  ['<iframe src="https://example.org"></iframe>', ''],
  ['<svg><script>alert(1)</script></svg>', ''],
  ['<style>p{display:none}</style><p>x</p>', '<p>x</p>'],
  ['<p style="position:fixed">x</p>', '<p>x</p>'],
  ['<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>', ''],
])('%s becomes %s', (html, clean) => {
  expect(richText(html)).toBe(clean);
});

test('whatever comes in, nothing that runs comes out', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '=',
    '/',
    ' ',
    'script',
    'svg',
    'math',
    'a href',
    'img src',
    'onerror',
    'javascript:',
    '<!--',
    '-->',
    '<![CDATA[',
    '$',
    'x',
    '<p ',
    'style',
    'template',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const html = richText(parts.join(''));

      expect(html).not.toMatch(/<(?:script|svg|img|iframe|style|template|object)\b/i);
      expect(html).not.toMatch(/<[^>]*\son\w+=|<[^>]*="\s*javascript:/i);
    }),
    { numRuns: 500 },
  );
});
