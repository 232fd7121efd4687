import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { askVersion } from '../../../src/cache/version';

let server: Server;

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** The address of a CMS that answers like this. */
async function startCms(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const answering = (body: string, status = 200) =>
  startCms((_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
  });

test('the version is asked for past all caches, and by whom', async () => {
  let asked: unknown;
  const cms = await startCms((request, response) => {
    asked = [request.url, request.headers['cache-control'], request.headers.authorization];
    response.end('{"data":{"contentVersion":"r-1"}}');
  });

  expect(await askVersion(cms, { Authorization: 'Bearer site_x' })).toEqual({ version: 'r-1' });
  expect(asked).toEqual(['/graphql?query=%7B+contentVersion+%7D', 'no-cache', 'Bearer site_x']);
});

test.each([
  ['{"errors":[{"message":"unknown field"}]}', 400],
  ['{"errors":[],"data":null}', 200],
  ['{"data":{"contentVersion":null}}', 200],
  ['{"data":{"contentVersion":""}}', 200],
])('%s is an answer without a version', async (body, status) => {
  expect(await askVersion(await answering(body, status), {})).toBe('refused');
});

test.each([
  ['{"data":{"contentVersion":"r-1"}}', 503],
  ['{"data":{"contentVersion":"r-1"}}', 429],
  ['<html>', 200],
])('%s with status %i is no answer', async (body, status) => {
  expect(await askVersion(await answering(body, status), {})).toBe('silent');
});

test('a CMS that is not there does not answer', async () => {
  const cms = await answering('');
  server.close();

  expect(await askVersion(cms, {})).toBe('silent');
});
