/** The CMS, its worker and the public site, all real, on a copy of the sample communities. */

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Addresses, CHECKOUT, cmsVariables, PYTHON, readAddresses, SITE_FOLDER } from './addresses';
import { Desk } from './desk';
import { Program } from './program';

interface SiteOptions {
  readonly name: string;
  readonly port: number;
  readonly cmsUrl: string;
}

export class House {
  readonly cms: Program;
  readonly worker: Program;
  readonly site: Program;
  readonly desk: Desk;
  readonly cmsUrl: string;
  readonly siteUrl: string;
  readonly addresses: Addresses;
  readonly #folder: string;
  readonly #variables: Readonly<Record<string, string>>;
  readonly #others: Program[] = [];

  private constructor(addresses: Addresses, folder: string) {
    this.addresses = addresses;
    this.#folder = folder;
    this.#variables = cmsVariables(addresses, folder);
    this.cmsUrl = this.#variables['CMS_URL'] ?? '';
    this.siteUrl = this.#variables['PUBLIC_URL'] ?? '';
    const parent = String(process.pid);
    const server = ['-m', 'cms.server', '--host', '127.0.0.1', '--port', String(addresses.cmsPort)];
    this.cms = this.#program('cms', [PYTHON, ...server, '--parent', parent], `${this.cmsUrl}/readyz`);
    this.worker = this.#program('worker', [PYTHON, 'manage.py', 'worker', '--parent', parent]);
    this.site = this.#site({ name: 'site', port: addresses.sitePort, cmsUrl: this.cmsUrl });
    this.desk = new Desk(this.#variables);
  }

  static async open(): Promise<House> {
    const addresses = readAddresses();
    const folder = mkdtempSync(join(addresses.folder, 'house-'));
    cpSync(join(addresses.folder, 'template'), folder, { recursive: true });
    mkdirSync(join(folder, 'logs'));
    const house = new House(addresses, folder);
    await house.cms.start();
    await Promise.all([house.worker.start(), house.site.start()]);
    return house;
  }

  /** Another instance of the site, which the CMS does not know of. */
  async openOtherSite(options: SiteOptions): Promise<Program> {
    const site = this.#site(options);
    this.#others.push(site);
    await site.start();
    return site;
  }

  /** What all programs have written to their logs. */
  readLogs(): string {
    return readAll(join(this.#folder, 'logs'));
  }

  /** What the site has kept on disk. */
  readKept(): string {
    return readAll(join(this.#folder, 'site'));
  }

  async close(): Promise<void> {
    await Promise.all([this.desk.close(), ...this.#others.map((site) => site.stop()), this.site.stop()]);
    await Promise.all([this.worker.stop(), this.cms.stop()]);
  }

  #program(name: string, command: readonly [string, ...string[]], ready?: string): Program {
    return new Program({
      command,
      folder: CHECKOUT,
      variables: this.#variables,
      log: join(this.#folder, 'logs', `${name}.log`),
      ...(ready === undefined ? {} : { ready }),
    });
  }

  #site({ name, port, cmsUrl }: SiteOptions): Program {
    return new Program({
      command: [process.execPath, 'server.mjs'],
      folder: SITE_FOLDER,
      variables: {
        HOST: '127.0.0.1',
        PORT: String(port),
        CMS_URL: cmsUrl,
        PUBLIC_URL: this.siteUrl,
        SITE_SECRET: this.#variables['SITE_SECRET'] ?? '',
        CACHE_DIR: join(this.#folder, name),
        PARENT_PID: String(process.pid),
      },
      log: join(this.#folder, 'logs', `${name}.log`),
      ready: `http://127.0.0.1:${String(port)}/healthz`,
    });
  }
}

/** The text of all files below a folder. */
function readAll(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => readFileSync(join(it.parentPath, it.name), 'utf8'))
    .join('\n');
}
