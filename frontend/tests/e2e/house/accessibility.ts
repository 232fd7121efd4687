/** What makes a page hard to use: by axe in both themes at several widths, and what sticks out of narrow windows. */

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const THEMES = ['light', 'dark'] as const;

export interface Barriers {
  readonly violations: readonly object[];
  /** What is wider than the window. */
  readonly overflows: readonly object[];
}

/** Looks at an open page; what matches `exclude` is left out. */
export async function findBarriers(
  page: Page,
  { widths, exclude = [] }: { readonly widths: readonly number[]; readonly exclude?: readonly string[] },
): Promise<Barriers> {
  const violations: object[] = [];
  const overflows: object[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(finishTransitions);
      const found = await analyse(page, exclude);
      violations.push(...found.map((it) => ({ width, colorScheme, ...it })));
    }
    overflows.push(...(await page.evaluate(findOverflow)).map((what) => ({ width, what })));
  }
  return { violations, overflows };
}

async function analyse(page: Page, exclude: readonly string[]): Promise<object[]> {
  const axe = new AxeBuilder({ page }).withTags(TAGS).setLegacyMode();
  for (const selector of exclude) axe.exclude(selector);
  const { violations } = await axe.analyze();
  return violations.map((it) => ({
    rule: it.id,
    where: it.nodes.map((node) => node.target.join(' ')),
    why: it.nodes[0]?.failureSummary,
  }));
}

/** In the page: waits until colours are those of the theme. */
async function finishTransitions(): Promise<void> {
  const transitions = document.getAnimations().filter((it) => it instanceof CSSTransition);
  await Promise.allSettled(transitions.map(({ finished }) => finished));
}

/** In the page: elements that make it wider than the window. */
function findOverflow(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((it) => it.getBoundingClientRect().right > clientWidth + 1)
    .map((it) => `${it.tagName.toLowerCase()}.${it.className.toString()}: ${it.textContent.slice(0, 40)}`);
}
