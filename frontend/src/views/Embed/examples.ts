/** Code that shows events of this site on other pages. */

import { escapeHtml } from '../../text/math';

export interface Target {
  /** Last part of the address of the event page. */
  slug: string;
  title: string;
  url: string;
  isSeries: boolean;
}

/** The element with its script; without a target, everything that is coming up. `site` is its fallback. */
export function elementCode(cms: string, target: Target | null, site: { name: string; url: string }): string {
  const filter = target ? ` ${target.isSeries ? 'series' : 'event'}="${escapeHtml(target.slug)}"` : '';
  const { url, title } = target ?? { url: site.url, title: site.name };
  return [
    `<script type="module" src="${escapeHtml(cms)}/embed/v1/events.js"></script>`,
    '',
    `<event-list${filter} when="upcoming" limit="5">`,
    `  <a href="${escapeHtml(url)}">${escapeHtml(title)}</a>`,
    '</event-list>',
  ].join('\n');
}

export function frameAddress(cms: string, target: Target): string {
  return `${cms}/embed/${encodeURIComponent(target.slug)}/?limit=5`;
}

export function frameCode(cms: string, target: Target): string {
  const source = escapeHtml(frameAddress(cms, target));
  return `<iframe src="${source}" title="${escapeHtml(target.title)}" width="600" height="400"></iframe>`;
}
