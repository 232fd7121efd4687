/** The site's own views, beside the pages of the CMS; read by Astro's configuration and by `paths.ts`. */

/** Path prefixes of the languages besides the default one. */
export const LANGUAGE_PREFIXES = /** @type {const} */ (['/zh-hans']);

/** Patterns of views with their files in `src/pages`. The CMS reserves the first segments. */
export const VIEW_FILES = /** @type {const} */ ([
  ['/events', 'events.astro'],
  ['/deadlines', 'deadlines.astro'],
  ['/people', 'people/index.astro'],
  ['/people/[uid]', 'people/[uid].astro'],
  ['/search', 'search.astro'],
  ['/search/suggestions.json', 'search/suggestions.json.ts'],
  ['/calendar', 'calendar.astro'],
  ['/embed', 'embed.astro'],
]);
