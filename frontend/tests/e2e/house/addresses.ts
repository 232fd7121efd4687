/** Where everything stands during one run: chosen once, and handed to the processes of Playwright. */

import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SITE_FOLDER = fileURLToPath(new URL('../../../', import.meta.url));
export const CHECKOUT = fileURLToPath(new URL('../../../../', import.meta.url));
export const PYTHON = join(CHECKOUT, '.venv/bin/python');

export const ADMINISTRATOR = { name: 'admin', password: 'an administrator of tests' } as const;

const VARIABLE = 'COLLOQUIUM_E2E';

export interface Addresses {
  /** Everything that a run writes. */
  readonly folder: string;
  readonly cmsPort: number;
  readonly sitePort: number;
  /** For another instance of the site, and for what stands between it and the CMS. */
  readonly otherPorts: readonly [number, number];
}

export async function chooseAddresses(): Promise<Addresses> {
  const [cmsPort = 0, sitePort = 0, ...others] = await findFreePorts(4);
  const addresses: Addresses = {
    folder: mkdtempSync(join(tmpdir(), 'colloquium-e2e-')),
    cmsPort,
    sitePort,
    otherPorts: [others[0] ?? 0, others[1] ?? 0],
  };
  process.env[VARIABLE] = JSON.stringify(addresses);
  return addresses;
}

/** What `chooseAddresses` has chosen for this run. */
export function readAddresses(): Addresses {
  return JSON.parse(process.env[VARIABLE] ?? '') as Addresses;
}

/** What the programs of the CMS are told, its data in `folder`. */
export function cmsVariables(
  { cmsPort, sitePort }: Addresses,
  folder: string,
): Readonly<Record<string, string>> {
  return {
    DATA_DIR: folder,
    HOST: '127.0.0.1',
    PORT: String(cmsPort),
    SITE_PORT: String(sitePort),
    CMS_URL: `http://localhost:${String(cmsPort)}`,
    PUBLIC_URL: `http://localhost:${String(sitePort)}`,
    SITE_SECRET: 'a secret of tests',
    SITE_HOOK_URLS: '',
    ADMIN_PASSWORD: ADMINISTRATOR.password,
    // Asks only those who have set up an app.
    ADMIN_TWO_FACTOR: 'optional',
    // What a machine may have set for its own servers.
    DATABASE_URL: '',
    CACHE_URL: '',
    PYTHONUNBUFFERED: '1',
  };
}

async function findFreePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
