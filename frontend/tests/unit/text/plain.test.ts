import { expect, test } from 'vitest';

import { beginningOf } from '../../../src/text/plain';

test.each([
  ['<p>One.</p><p>Two &amp; <b>three</b>.</p>', 160, 'One. Two & three.'],
  ['<ul><li>a</li><li>b</li></ul>', 160, 'a b'],
  ['<p>A sentence that is cut between words</p>', 20, 'A sentence that is…'],
  ['<p>海洋学者统计学者与软件开发者的小组</p>', 8, '海洋学者统计学…'],
  ['<p>&lt;script&gt; 5 &lt; 6</p>', 160, '<script> 5 < 6'],
  ['<script>alert(1)</script><p>text</p>', 160, 'text'],
  ['', 160, ''],
])('%s begins, in %i characters, with %s', (html, most, expected) => {
  expect(beginningOf(html, most)).toBe(expected);
});
