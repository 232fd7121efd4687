/** The built site as a process. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp } from 'node:fs/promises';
import { createServer, get, type IncomingMessage, type RequestOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const FRONTEND = join(import.meta.dirname, '../../..');
const ASTRO = join(FRONTEND, 'node_modules/astro/bin/astro.mjs');

export const SECRET = 'a secret for tests';
export const PUBLIC_URL = 'https://site.example.org';

/** Builds the site into a directory outside the project, which whoever calls removes. */
export async function buildSite(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'site-'));
  await promisify(execFile)(process.execPath, [ASTRO, 'build', '--outDir', join(home, 'dist')], {
    cwd: FRONTEND,
  });
  await copyFile(join(FRONTEND, 'server.mjs'), join(home, 'server.mjs'));
  return home;
}

export class Site {
  log = '';

  private constructor(
    readonly process: ChildProcess,
    readonly port: number,
  ) {}

  /** Starts the build that stands in `home`, which also takes the copy of pages. */
  static async start(home: string, cmsUrl: string, environment: Record<string, string> = {}): Promise<Site> {
    const port = await freePort();
    const child = spawn(process.execPath, [join(home, 'server.mjs')], {
      env: {
        HOST: '127.0.0.1',
        PORT: String(port),
        CMS_URL: cmsUrl,
        PUBLIC_URL,
        SITE_SECRET: SECRET,
        CACHE_DIR: join(home, 'pages'),
        ...environment,
      },
    });
    const started = new Site(child, port);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => (started.log += data.toString()));
    }
    while (!started.log.includes('listens on')) {
      await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
      if (child.exitCode !== null) throw new Error(started.log);
    }
    return started;
  }

  async get(path: string, options: RequestOptions = {}): Promise<Got> {
    const [response] = (await once(
      get({ host: '127.0.0.1', port: this.port, path, ...options }),
      'response',
    )) as [IncomingMessage];
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(part as Buffer);
    const { statusCode, headers } = response;
    return {
      status: statusCode ?? 0,
      cache: headers['x-cache'],
      location: headers.location,
      headers,
      body: Buffer.concat(parts).toString(),
    };
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const exit = once(this.process, 'exit') as Promise<[number | null]>;
    this.process.kill(signal);
    return (await exit)[0];
  }

  async kill(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.stop('SIGKILL');
  }
}

export interface Got {
  status: number;
  cache: string | string[] | undefined;
  location: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
