/** Components as visitors get them. */

import { experimental_AstroContainer as AstroContainer } from 'astro/container';
import type { AstroComponentFactory } from 'astro/runtime/server/index.js';

import { wordsIn } from '../src/i18n/words';
import type { Language } from '../src/paths';

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** The HTML of a component with the interface in `language`. */
export async function render<Props extends object>(
  component: (properties: Props) => unknown,
  props: NoInfer<Props>,
  language: Language = 'en',
): Promise<string> {
  const container = await AstroContainer.create();
  return container.renderToString(component as unknown as AstroComponentFactory, {
    props: props as Record<string, unknown>,
    locals: { language, words: wordsIn(language), isPreview: false } as App.Locals,
  });
}

/** What stands to be read in HTML: a line for each paragraph, item, heading and fact. */
export function linesOf(html: string): string[] {
  return html
    .replace(
      /<(?:\/?(?:p|li|h\d|dt|dd|div|summary|section|figcaption|caption|tr|td|th|pre|a class="button)\b)[^>]*>/g,
      '\n',
    )
    .replace(/<[^>]+>/g, '')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}

/** The links in HTML as `text: address`. */
export function linksOf(html: string): string[] {
  return [...html.matchAll(/<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/gs)].map(
    ([, href = '', text = '']) => `${linesOf(text).join(' ')}: ${href.replaceAll('&amp;', '&')}`,
  );
}

/** The part of HTML from the heading with a text to the next heading of the same level. */
export function sectionOf(html: string, heading: string, level = 2): string {
  const tag = `<h${String(level)}`;
  const part = html.split(tag).find((it) => linesOf(`${tag}${it}`)[0]?.startsWith(heading));
  if (part === undefined) throw new Error(`No heading “${heading}”`);
  return `${tag}${part}`;
}
