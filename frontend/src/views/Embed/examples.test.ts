import { expect, test } from 'vitest';

import { elementCode, frameCode } from './examples';

const CMS = 'https://cms.example.org';
const site = { name: 'Colloquium', url: 'https://site.example.org/' };
const target = {
  slug: 'signals',
  title: 'Signals & "Noise"',
  url: 'https://site.example.org/signals/',
  isSeries: true,
};

test('the code for a list falls back to a link', () => {
  expect(elementCode(CMS, target, site)).toBe(
    `<script type="module" src="https://cms.example.org/embed/v1/events.js"></script>

<event-list series="signals" when="upcoming" limit="5">
  <a href="https://site.example.org/signals/">Signals &amp; &quot;Noise&quot;</a>
</event-list>`,
  );
});

test('without a target the list shows what is coming up on the site', () => {
  expect(elementCode(CMS, null, site).split('\n').slice(2)).toEqual([
    '<event-list when="upcoming" limit="5">',
    '  <a href="https://site.example.org/">Colloquium</a>',
    '</event-list>',
  ]);
});

test('the code for a frame is named after the event', () => {
  expect(frameCode(CMS, target)).toBe(
    '<iframe src="https://cms.example.org/embed/signals/?limit=5" title="Signals &amp; &quot;Noise&quot;" width="600" height="400"></iframe>',
  );
});
