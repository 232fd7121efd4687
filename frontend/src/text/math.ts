/** Formulas in `$…$` and `$$…$$` as MathML (https://www.w3.org/TR/mathml-core/). */

import temml from 'temml';

/**
 * A formula in text, by pandoc's rule: no blank after the opening dollar sign or before the closing one, and no digit
 * after that, so that “$5 and $10” is none. A backslash before a dollar sign keeps it a dollar sign.
 */
const FORMULA =
  /(?<!\\)(?:\$\$(?<display>[^$]+?)\$\$|\$(?=[^\s$])(?<inline>(?:\\.|[^$\\])*?[^\s\\$]|[^\s\\$])\$(?!\d))/g;

/** Largest rules and spaces, in em. */
const LARGEST_EM = 10;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

/** Plain text as HTML, its formulas as MathML. */
export function mathText(text: string): string {
  return renderFormulas(escapeHtml(text));
}

/** Formulas in escaped text as MathML; everything else stays as it is. */
export function renderFormulas(escaped: string): string {
  if (!escaped.includes('$')) return escaped;
  const rendered = escaped.replace(FORMULA, (whole, ...rest) => {
    const { display, inline } = rest.at(-1) as { display?: string; inline?: string };
    return renderFormula(display ?? inline ?? '', display !== undefined) ?? whole;
  });
  return rendered.replace(/\\\$/g, '$');
}

/** MathML of one formula in escaped text; null for one that cannot be read, which is then shown as it was typed. */
function renderFormula(escaped: string, isDisplay: boolean): string | null {
  const source = escaped.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
  try {
    const set = temml.renderToString(source, {
      displayMode: isDisplay,
      // Lines of text may end after a relation or an operator; `base.css` has Chromium do so.
      wrap: 'tex',
      throwOnError: true,
      trust: false,
      maxExpand: 100,
      maxSize: [LARGEST_EM, LARGEST_EM],
    });
    // `\ref` leads to what has a name, which nothing has here.
    return set.includes('<a ') ? null : set;
  } catch {
    // Besides its own errors it throws others at some formulas that are none, a TypeError at `^` alone.
    return null;
  }
}
