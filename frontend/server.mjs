/**
 * The site as a process: `node server.mjs` after `npm run build`.
 *
 * HOST and PORT say where it listens; it ends with the process PARENT_PID, if that is given. SIGTERM and SIGINT let
 * requests under way finish; a second one does not.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Server } from 'node:net';
import { fileURLToPath } from 'node:url';

process.env.ASTRO_NODE_AUTOSTART = 'disabled';

const CLIENT = fileURLToPath(new URL('./dist/client/', import.meta.url));
const SERVER = new URL('./dist/server/', import.meta.url);

/** Longer than proxies keep idle connections, so that it is never us who closes one while a request is on its way. */
const IDLE_MS = 75_000;

const STOP_MS = 9_000;

/** For how long after SIGTERM connections without a request are left open: one may be on its way. */
const QUIET_MS = 500;

const IDLE_CHECK_MS = 50;
const PARENT_MS = 1_000;

const host = process.env.HOST ?? '127.0.0.1';
const port = Number(process.env.PORT ?? 4321);

const site = await import(new URL('entry.mjs', SERVER).href);
site.hideTokens(console);
const [listener] = await Promise.all([site.createListener(CLIENT), site.open(readCode())]);

let isStopping = false;
const underWay = new Set();
const server = createServer((request, response) => {
  underWay.add(response);
  response.once('close', () => underWay.delete(response));
  if (isStopping) endConnectionWith(response);
  listener(request, response);
});
server.keepAliveTimeout = IDLE_MS;
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.listen(port, host, () => {
  console.info(
    `The site listens on http://${host.includes(':') ? `[${host}]` : host}:${String(server.address().port)}/`,
  );
});

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
if (process.env.PARENT_PID) followParent(Number(process.env.PARENT_PID));

async function stop() {
  if (isStopping) process.exit(1);
  isStopping = true;
  setTimeout(() => process.exit(1), STOP_MS).unref();
  for (const response of underWay) if (!response.headersSent) endConnectionWith(response);
  // `server.close` itself would also close connections whose requests have arrived and not been read.
  setTimeout(() => setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS).unref(), QUIET_MS).unref();
  await new Promise((resolve) => Server.prototype.close.call(server, resolve));
  await site.close();
  process.exit(0);
}

/** Tells whoever is answered to ask nothing more over this connection, which closes then. */
function endConnectionWith(response) {
  response.setHeader('Connection', 'close');
}

/** Stops once a process is gone. */
function followParent(parent) {
  setInterval(() => {
    if (!isStopping && !isAlive(parent)) void stop();
  }, PARENT_MS).unref();
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** All code of the server, in a fixed order: it names what it uses of the client by its hashes. */
function readCode() {
  const names = readdirSync(SERVER, { recursive: true }).filter((name) => name.endsWith('.mjs'));
  return Buffer.concat(names.sort().map((name) => readFileSync(new URL(name, SERVER))));
}
