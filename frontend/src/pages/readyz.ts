/** Whether visitors can be shown anything: the CMS has answered of late, or pages are kept. */

import type { APIRoute } from 'astro';

import { isReady } from '../cache/site';

export const GET: APIRoute = () => {
  const ready = isReady();
  return Response.json(
    { status: ready ? 'ok' : 'waiting for the CMS' },
    { status: ready ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  );
};
