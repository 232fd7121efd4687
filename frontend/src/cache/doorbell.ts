/** The CMS's word that something has changed (Standard Webhooks). It only rings: what changed is asked for. */

import { Webhook, WebhookVerificationError } from 'standardwebhooks';

const LARGEST_BODY = 4_096;

/** The answer to a delivery; calls `ring` where it is signed with the secret. */
export async function answerDelivery(
  request: Request,
  secret: string | undefined,
  ring: () => void,
): Promise<Response> {
  if (request.method !== 'POST') return say(405, { Allow: 'POST' });
  const body = await readBody(request);
  if (body === undefined) return say(413);
  if (!secret || !isSigned(body, request.headers, secret)) return say(401);
  ring();
  return say(204);
}

function say(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store', ...headers } });
}

/** The body as text; undefined where it is too large, of which no more is read. */
async function readBody(request: Request): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > LARGEST_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function isSigned(body: string, headers: Headers, secret: string): boolean {
  const webhook = new Webhook(`whsec_${Buffer.from(secret, 'utf8').toString('base64')}`);
  try {
    webhook.verify(body, Object.fromEntries(headers), { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}
