/** `/_hooks/content`: where the CMS says that something has changed. */

import type { APIRoute } from 'astro';

import { answerDelivery } from './doorbell';
import { changes, secret } from './site';

export const ALL: APIRoute = ({ request }) =>
  answerDelivery(request, secret, () => {
    changes.ring();
  });
