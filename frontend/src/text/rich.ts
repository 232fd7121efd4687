/** Rich text of the CMS, which has cleaned it already, through a second wall. */

import sanitizeHtml from 'sanitize-html';

import { renderFormulas } from './math';

const HEADINGS = ['h2', 'h3', 'h4', 'h5', 'h6'];
const BLOCKS = ['p', 'ul', 'ol', 'li', 'blockquote', 'pre', 'hr', 'br', ...HEADINGS];
const INLINE = ['a', 'b', 'strong', 'i', 'em', 'sup', 'sub', 'code', 'del', 's'];

/** A tag of cleaned HTML, whose attributes hold no angle brackets. */
const TAG = /(<[^>]*>)/;

/** Tags in which a dollar sign is a dollar sign. */
const VERBATIM = /^<(?<end>\/?)(?:code|pre)\b/;

/** HTML that is safe to show, with formulas as MathML; `lower` moves headings down that many levels. */
export function richText(html: string, { lower = 0 } = {}): string {
  const clean = sanitizeHtml(html, {
    allowedTags: [...BLOCKS, ...INLINE],
    allowedAttributes: { a: ['href', 'title', 'hreflang'], ol: ['start'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    transformTags: lower ? Object.fromEntries(HEADINGS.map((tag) => [tag, lowerHeading(tag, lower)])) : {},
  });
  return setFormulas(clean);
}

/** Sets the formulas in whole runs of text: the sanitiser itself hands text over in pieces, cut at each `&lt;`. */
function setFormulas(clean: string): string {
  if (!clean.includes('$')) return clean;
  let verbatim = 0;
  const parts = clean.split(TAG).map((part) => {
    const tag = VERBATIM.exec(part);
    if (tag) verbatim += tag.groups?.['end'] ? -1 : 1;
    return part.startsWith('<') || verbatim > 0 ? part : renderFormulas(part);
  });
  return parts.join('');
}

function lowerHeading(tag: string, levels: number): string {
  return `h${String(Math.min(6, Number(tag.slice(1)) + levels))}`;
}
