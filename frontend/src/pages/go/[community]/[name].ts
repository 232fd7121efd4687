/** Stable addresses of invitations, which the CMS knows; nothing of them is kept here. */

import { CMS_URL } from 'astro:env/server';
import type { APIRoute } from 'astro';

import { forwardingUrl } from '../../../paths';

export const GET: APIRoute = ({ params }) => {
  const { community = '', name = '' } = params;
  return new Response(null, {
    status: 302,
    headers: {
      Location: forwardingUrl(CMS_URL, community, name),
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex',
    },
  });
};
