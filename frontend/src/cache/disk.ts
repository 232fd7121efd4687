/** A copy of the kept pages on disk, so that a server that starts while the CMS is down still has them. */

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from './page';

export interface Saved {
  readonly key: string;
  readonly page: Page;
  readonly renderedAt: number;
}

export interface DiskOptions {
  readonly directory: string;
  /** Names the build and the CMS of which the pages are; those of others are removed. */
  readonly build: string;
  readonly bytes: number;
  /** What is kept under a key at the moment. */
  readonly find: (key: string) => { page: Page; renderedAt: number } | undefined;
  readonly report: (message: string) => void;
}

/** The second line of a file, after a digest of all that follows; the body comes last. */
interface Head {
  readonly format: typeof FORMAT;
  readonly key: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly etag: string;
  readonly tags: string[];
  readonly renderedAt: number;
}

const FORMAT = 1;
const DIRECTORY_NAME = /^pages-[0-9a-f]{16}$/;
const FILE_NAME = /^[0-9a-f]{32}\.page$/;
const UNFINISHED_NAME = /^[0-9a-f]{32}\.page\.\d+$/;
const NEW_LINE = 0x0a;

/** Pages that have not changed are written again after this time, so that they pass for recent. */
const WRITTEN_AGAIN_MS = 3_600_000;

/** Files that were not finished in this time will not be. */
const UNFINISHED_MS = 60_000;

/** Files that are read at once. */
const READERS = 16;

export class DiskCopy {
  readonly #options: DiskOptions;
  readonly #directory: string;
  readonly #pending = new Set<string>();
  /** What the file of a key holds, to leave it alone where it would be the same. */
  readonly #written = new Map<string, { fingerprint: string; renderedAt: number }>();
  #writing: Promise<void> | undefined;

  constructor(options: DiskOptions) {
    this.#options = options;
    this.#directory = join(options.directory, `pages-${options.build}`);
  }

  /** All pages of this build that are whole, the newest first; removes everything else that is ours. */
  async read(): Promise<Saved[]> {
    try {
      await mkdir(this.#directory, { recursive: true });
      await this.#removeOtherBuilds();
      return await this.#readPages();
    } catch (error) {
      this.#report('cannot be read', error);
      return [];
    }
  }

  /** Has the file of a key follow what is kept, soon. */
  follow(key: string): void {
    this.#pending.add(key);
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when all files are as what is kept. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #writeAll(): Promise<void> {
    await Promise.resolve();
    for (const key of this.#pending) {
      this.#pending.delete(key);
      try {
        await this.#write(key);
      } catch (error) {
        this.#written.delete(key);
        this.#report('cannot be written', error);
      }
    }
    this.#writing = undefined;
  }

  async #write(key: string): Promise<void> {
    const kept = this.#options.find(key);
    const file = join(this.#directory, fileName(key));
    if (!kept) {
      this.#written.delete(key);
      return rm(file, { force: true });
    }
    const { page, renderedAt } = kept;
    const fingerprint = JSON.stringify([page.etag, page.status, page.headers]);
    const before = this.#written.get(key);
    if (before?.fingerprint === fingerprint && renderedAt - before.renderedAt < WRITTEN_AGAIN_MS) return;
    const unfinished = `${file}.${String(process.pid)}`;
    await mkdir(this.#directory, { recursive: true });
    await writeFile(unfinished, encode(key, page, renderedAt));
    await rename(unfinished, file);
    this.#written.set(key, { fingerprint, renderedAt });
  }

  async #removeOtherBuilds(): Promise<void> {
    const { directory, build } = this.#options;
    const others = (await readdir(directory)).filter(
      (it) => DIRECTORY_NAME.test(it) && it !== `pages-${build}`,
    );
    for (const other of others) await rm(join(directory, other), { recursive: true, force: true });
  }

  async #readPages(): Promise<Saved[]> {
    const files = await this.#findFiles();
    const saved: Saved[] = [];
    let bytes = 0;
    for (let start = 0; start < files.length; start += READERS) {
      for (const { path, size, found } of await Promise.all(
        files.slice(start, start + READERS).map(readSaved),
      )) {
        bytes += size;
        if (found && bytes <= this.#options.bytes) saved.push(found);
        else await rm(path, { force: true });
      }
    }
    return saved;
  }

  /** Files with pages, the newest first; removes what an earlier process did not finish. */
  async #findFiles(): Promise<{ path: string; size: number }[]> {
    const entries = await readdir(this.#directory, { withFileTypes: true });
    const found = await Promise.all(
      entries.filter((it) => it.isFile()).map((it) => inspect(this.#directory, it.name)),
    );
    const files = found.filter((it) => it !== undefined);
    const given = Date.now() - UNFINISHED_MS;
    for (const { name, path, mtimeMs } of files) {
      if (UNFINISHED_NAME.test(name) && mtimeMs < given) await rm(path, { force: true });
    }
    return files.filter((it) => FILE_NAME.test(it.name)).sort((a, b) => b.mtimeMs - a.mtimeMs);
  }

  #report(what: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.report(`The copy of pages in ${this.#options.directory} ${what}: ${reason}`);
  }
}

/** The name below which the copy of a build stands: another one for other code and other addresses. */
export function buildName(...parts: readonly (string | Uint8Array)[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part).update('\0');
  return digest.digest('hex').slice(0, 16);
}

function fileName(key: string): string {
  return `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.page`;
}

function encode(key: string, page: Page, renderedAt: number): Uint8Array {
  const { status, headers, etag, tags } = page;
  const head: Head = { format: FORMAT, key, status, headers, etag, tags: [...tags], renderedAt };
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), page.body]);
  return Buffer.concat([Buffer.from(`${digestOf(content)}\n`), content]);
}

function digestOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A file; undefined where another process has taken it away meanwhile. */
async function inspect(directory: string, name: string) {
  const path = join(directory, name);
  try {
    const { size, mtimeMs } = await stat(path);
    return { name, path, size, mtimeMs };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** What a file holds; as if it were empty where another process has taken it away meanwhile. */
async function readSaved({
  path,
  size,
}: {
  path: string;
  size: number;
}): Promise<{ path: string; size: number; found: Saved | undefined }> {
  try {
    return { path, size, found: decode(await readFile(path), path) };
  } catch (error) {
    if (isMissing(error)) return { path, size: 0, found: undefined };
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** What a file holds; undefined where it is not one of ours, or not whole. */
function decode(bytes: Buffer, path: string): Saved | undefined {
  const start = bytes.indexOf(NEW_LINE) + 1;
  const content = bytes.subarray(start);
  if (start === 0 || bytes.toString('latin1', 0, start - 1) !== digestOf(content)) return undefined;
  const end = content.indexOf(NEW_LINE);
  const { format, key, renderedAt, ...page } = JSON.parse(content.toString('utf8', 0, end)) as Head;
  if (format !== FORMAT || !path.endsWith(fileName(key))) return undefined;
  return {
    key,
    renderedAt,
    page: { ...page, variants: {}, body: new Uint8Array(content.subarray(end + 1)) },
  };
}
