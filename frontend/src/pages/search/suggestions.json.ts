/** Suggestions for the words in `q`, as a list of `{html, path, note}`. */

import type { APIRoute } from 'astro';

import { readSuggestions } from '../../views/Search/suggestions';

export const GET: APIRoute = async ({ locals, url }) => {
  const { cms, language } = locals;
  const suggestions = await readSuggestions({ cms, given: url.searchParams, language });
  return Response.json(suggestions, { headers: { 'X-Robots-Tag': 'noindex' } });
};
