import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';

import { answerDelivery } from '../../../src/cache/doorbell';

const SECRET = 'a secret for tests with ümlauts';
const BODY = '{"type":"content.changed"}';

function deliver(body = BODY, secret = SECRET, at = new Date()): Request {
  const webhook = new Webhook(`whsec_${Buffer.from(secret).toString('base64')}`);
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': webhook.sign('msg_1', at, body),
  };
  return new Request('https://site.example.org/_hooks/content', { method: 'POST', body, headers });
}

async function ringWith(request: Request, secret: string | undefined = SECRET) {
  let rings = 0;
  const response = await answerDelivery(request, secret, () => (rings += 1));
  return { status: response.status, rings };
}

test('a signed delivery rings, as often as it comes', async () => {
  expect(await ringWith(deliver())).toEqual({ status: 204, rings: 1 });
  expect(await ringWith(deliver())).toEqual({ status: 204, rings: 1 });
});

test('a delivery signed with another secret does not ring', async () => {
  expect(await ringWith(deliver(BODY, 'another secret'))).toEqual({ status: 401, rings: 0 });
});

test('an old delivery does not ring', async () => {
  expect(await ringWith(deliver(BODY, SECRET, new Date(Date.now() - 600_000)))).toEqual({
    status: 401,
    rings: 0,
  });
});

test('a delivery without a signature does not ring', async () => {
  const request = new Request('https://site.example.org/_hooks/content', { method: 'POST', body: BODY });

  expect(await ringWith(request)).toEqual({ status: 401, rings: 0 });
});

test('a site without a secret is not rung', async () => {
  const response = await answerDelivery(deliver(), undefined, () => {
    throw new Error('rung');
  });

  expect(response.status).toBe(401);
});

test('a body of more than four kilobytes is not read to its end', async () => {
  expect(await ringWith(deliver('x'.repeat(4_097)))).toEqual({ status: 413, rings: 0 });
  expect(await ringWith(deliver('x'.repeat(4_096)))).toEqual({ status: 204, rings: 1 });
});

test.each(['GET', 'HEAD', 'PUT', 'DELETE'])('%s is not for this address', async (method) => {
  const response = await answerDelivery(
    new Request('https://site.example.org/', { method }),
    SECRET,
    () => undefined,
  );

  expect(response.status).toBe(405);
  expect(response.headers.get('Allow')).toBe('POST');
});
