/** Styles, scripts and fonts of the build: held in memory, compressed once as far as it goes. */

import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

import { entityTag, type Page } from './page';

/** Larger files are left to whoever reads them from disk. */
const LARGEST_FILE = 2 ** 20;

/** Files whose names change with their bytes stand here. */
const HASHED = '/_astro/';

const FOREVER = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';

const TEXT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.xsl': 'text/xsl; charset=utf-8',
};

const OTHER_TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** The files below a directory, by the paths at which they are served; those of unknown types are left out. */
export async function readAssets(directory: string): Promise<ReadonlyMap<string, Page>> {
  const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((it) =>
    it.isFile(),
  );
  const assets = await Promise.all(files.map((it) => readAsset(directory, join(it.parentPath, it.name))));
  return new Map(assets.filter((it) => it !== undefined));
}

async function readAsset(directory: string, file: string): Promise<[string, Page] | undefined> {
  const extension = extname(file);
  const type = TEXT_TYPES[extension] ?? OTHER_TYPES[extension];
  if (type === undefined || (await stat(file)).size > LARGEST_FILE) return undefined;
  const path = encodeURI(`/${relative(directory, file).split(sep).join('/')}`);
  const body = new Uint8Array(await readFile(file));
  const headers = {
    'content-type': type,
    'cache-control': path.startsWith(HASHED) ? FOREVER : FOR_AN_HOUR,
    'x-content-type-options': 'nosniff',
  };
  const variants = extension in TEXT_TYPES ? await compress(body) : {};
  return [path, { status: 200, headers, body, variants, etag: entityTag(body, type), tags: [] }];
}

/** The variants that are smaller than the file itself. */
async function compress(body: Uint8Array): Promise<Page['variants']> {
  const [br, gz] = await Promise.all([compressBrotli(body), compressGzip(body, { level: 9 })]);
  return { ...(br.length < body.length && { br }), ...(gz.length < body.length && { gzip: gz }) };
}
