/** What pages are kept under. */

import { QUERY_PARAMETERS, queryString } from '../paths';

const LONGEST_KEY = 2_000;

/** Paths of which nothing is ever kept: previews, which carry tokens, stable addresses, and what is no page. */
const NEVER_KEPT = /^(?:\/[a-z-]+)?\/preview(?:\/|$)|^\/_|^\/go\/|^\/(?:healthz|readyz)\/?$/i;

/**
 * The path with those parameters that change what is shown, in one order; undefined for what is never kept.
 *
 * The page is rendered from its key alone, so that nothing else in an address can get into what others are shown.
 */
export function pageKey(url: URL): string | undefined {
  const path = decodePath(url.pathname);
  if (path === undefined || NEVER_KEPT.test(path)) return undefined;
  const given = url.searchParams;
  const query = given.size
    ? queryString(Object.fromEntries(QUERY_PARAMETERS.map((name) => [name, given.getAll(name)])))
    : '';
  const key = url.pathname + query;
  return key.length > LONGEST_KEY ? undefined : key;
}

/** A path as routes are found by it; undefined where it is no text. */
export function decodePath(path: string): string | undefined {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
