/** The Content-Security-Policy of pages (https://www.w3.org/TR/CSP3/). */

import { createHash } from 'node:crypto';

import theme from './theme.js?raw';

/** The only script that stands in the pages themselves: it has to run before anything is painted. */
export const THEME_SCRIPT = theme.trim();

const THEME_HASH = createHash('sha256').update(THEME_SCRIPT).digest('base64');

/** Where embedded videos may come from; the CMS gives addresses of the players. */
export const VIDEO_ORIGINS = [
  'https://www.youtube-nocookie.com',
  'https://player.vimeo.com',
  'https://player.bilibili.com',
];

interface Circumstances {
  /** Origin of the CMS, which has the pictures. */
  cms: string;
  /** In the editor, Wagtail's user bar is loaded from the CMS, which frames the page. */
  isPreview: boolean;
}

export function contentPolicy({ cms, isPreview }: Circumstances): string {
  const editor = isPreview ? ` ${cms}` : '';
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${THEME_HASH}'${editor}`,
    `style-src 'self'${isPreview ? ` ${cms} 'unsafe-inline'` : ''}`,
    // Focal points of pictures and MathML are written as attributes.
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' data: ${cms}`,
    `font-src 'self'${editor}`,
    `connect-src 'self'${editor}`,
    `frame-src ${VIDEO_ORIGINS.join(' ')} ${cms}`,
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${isPreview ? cms : "'none'"}`,
  ].join('; ');
}
