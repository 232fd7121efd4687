/**
 * The least that Node can do with a page: `node tests/perf/bare.ts http://127.0.0.1:4321/events/`.
 *
 * Asks for the page once as a browser would, and then answers every request with the same head and bytes out of its
 * memory. Prints its port; ends on SIGTERM.
 */

import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server itself says of each answer. */
const OF_THE_SERVER = new Set(['connection', 'date', 'keep-alive']);

const [page] = (await once(
  get(process.argv[2] ?? 'http://127.0.0.1:4321/', { headers: { 'accept-encoding': 'br' } }),
  'response',
)) as [IncomingMessage];
const body = Buffer.concat(await Array.fromAsync(page as AsyncIterable<Buffer>));
const headers = Object.fromEntries(Object.entries(page.headers).filter(([name]) => !OF_THE_SERVER.has(name)));

const server = createServer((_request, response) => {
  response.writeHead(page.statusCode ?? 200, headers).end(body);
});
await once(server.listen(0, '127.0.0.1'), 'listening');
console.info(String((server.address() as AddressInfo).port));
