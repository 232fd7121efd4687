/** What all answers have in common: their language, their reading of the CMS, how long they hold, and their headers. */

import { CMS_URL } from 'astro:env/server';
import { defineMiddleware } from 'astro:middleware';

import { CmsRefusal, CmsUnavailable, Reading } from './cms/request';
import { wordsIn } from './i18n/words';
import { contentPolicy } from './layouts/policy';
import { languageOf } from './paths';

const RETRY_SECONDS = 5;

/** Statuses of answers that say what the CMS says, and may be kept for as long. */
const KEPT = new Set([200, 301, 308, 404, 410]);

export const onRequest = defineMiddleware(async (context, next) => {
  const { locals, url } = context;
  locals.language ??= languageOf(url.pathname);
  locals.words ??= wordsIn(locals.language);
  locals.cms ??= new Reading();
  locals.isPreview ??= false;
  let response: Response;
  try {
    response = await next();
  } catch (error) {
    if (error instanceof CmsUnavailable) {
      console.error(error.message);
      response = await next('/503');
      response.headers.set('Retry-After', String(RETRY_SECONDS));
    } else if (error instanceof CmsRefusal) {
      response = await next('/404');
    } else {
      throw error;
    }
  }
  const { cms, isPreview } = locals;
  if (cms.mayBeKept && cms.tags.size && KEPT.has(response.status)) {
    context.cache.set({ maxAge: cms.seconds, tags: [...cms.tags] });
  }
  const headers = response.headers;
  if (headers.get('Content-Type')?.startsWith('text/html')) {
    headers.set('Content-Security-Policy', contentPolicy({ cms: new URL(CMS_URL).origin, isPreview }));
  }
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Referrer-Policy', isPreview ? 'no-referrer' : 'strict-origin-when-cross-origin');
  return response;
});
