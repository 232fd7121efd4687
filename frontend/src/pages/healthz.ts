/** Whether the process answers at all. */

import type { APIRoute } from 'astro';

export const GET: APIRoute = () =>
  Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } });
