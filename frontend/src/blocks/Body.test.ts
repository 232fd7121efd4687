import { expect, test } from 'vitest';

import { linesOf, render } from '../../tests/rendering';
import type { AnyBlock } from './block';
import Body from './Body.astro';

async function rendered(block: AnyBlock): Promise<string> {
  return render(Body, { body: [block] });
}

test('text keeps its headings, formulas and links, and nothing that runs', async () => {
  const html = await rendered({
    __typename: 'TextBlock',
    id: '1',
    content: {
      html: '<h2>Rules</h2><p onclick="x()">Let $x$ be. <a href="javascript:x()">No</a><script>x()</script></p>',
    },
  });

  expect(linesOf(html)).toEqual(['Rules', 'Let x be. No']);
  expect(html).toContain('<h2>Rules</h2>');
  expect(html).toContain('<math>');
  expect(html).not.toMatch(/onclick|javascript:|<script/);
});

test('a figure has its alternative text, caption and credit', async () => {
  const html = await rendered({
    __typename: 'FigureBlock',
    id: '1',
    image: {
      alt: 'A hall',
      responsive: {
        src: 'https://cms.example.org/hall.jpg',
        width: 800,
        height: 450,
        sizes: '100vw',
        sources: [{ type: 'image/avif', srcSet: 'https://cms.example.org/hall.avif 800w' }],
      },
    },
    caption: 'With $n$ chairs',
    credit: 'Photo: N. N.',
  });

  expect(linesOf(html)).toEqual(['With n chairs Photo: N. N.']);
  expect(html).toContain('alt="A hall" width="800" height="450"');
});

test('a figure whose picture is not public is left out', async () => {
  const html = await rendered({
    __typename: 'FigureBlock',
    id: '1',
    image: null,
    caption: 'Of what?',
    credit: null,
  });

  expect(html).not.toContain('Of what?');
});

test('a known video is loaded when it is opened', async () => {
  const html = await rendered({ __typename: 'VideoBlock', id: '1', url: 'https://vimeo.com/123456' });

  expect(linesOf(html)).toEqual(['Play the video from Vimeo Nothing is loaded from Vimeo before.']);
  expect(html).toMatch(
    /<details[^>]*>.*<iframe src="https:\/\/player\.vimeo\.com\/video\/123456\?dnt=1"[^>]* loading="lazy"/s,
  );
  expect(html).not.toMatch(/<details[^>]* open/);
});

test('any other video is a link', async () => {
  const html = await rendered({ __typename: 'VideoBlock', id: '1', url: 'https://video.example.org/1' });

  expect(html).not.toContain('<iframe');
  expect(html).toContain('href="https://video.example.org/1"');
});

test('a table names its rows and columns, and can be scrolled from the keyboard', async () => {
  const html = await rendered({
    __typename: 'TableBlock',
    id: '1',
    caption: 'Rooms',
    hasHeaderRow: true,
    hasHeaderColumn: true,
    rows: [
      ['', 'Seats'],
      ['Hall <A>', '100'],
    ],
  });

  expect(html.replace(/>\s+</g, '><')).toContain(
    '<table><caption>Rooms</caption><thead><tr><td></td><th scope="col">Seats</th></tr></thead>' +
      '<tbody><tr><th scope="row">Hall &lt;A&gt;</th><td>100</td></tr></tbody></table>',
  );
  expect(html).toMatch(/role="region" aria-label="Rooms" tabindex="0"/);
});

test('a listing stands as it was typed', async () => {
  const html = await rendered({
    __typename: 'CodeBlock',
    id: '1',
    language: 'python',
    code: 'if a < b:\n    print("$x$")\n',
  });

  expect(html).toContain('<code>if a &lt; b:\n    print(&quot;$x$&quot;)\n</code>');
});

test('a block that is newer than the site is left out', async () => {
  const block = { __typename: 'HologramBlock', id: '1' } as unknown as AnyBlock;

  expect((await rendered(block)).trim()).toBe('');
});
