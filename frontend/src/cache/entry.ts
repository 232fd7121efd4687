/** What `server.mjs` starts: the site as one listener, and its cache. */

import type { RequestListener } from 'node:http';

import { handler } from '@astrojs/node/server.js';

import { readAssets } from './assets';
import { createFront } from './front';
import { publicUrl, renders } from './site';

export { hideTokens } from './log';
export { close, open } from './site';
export { handler };

/** A listener for all requests; `client` is the directory with the files of the build. */
export async function createListener(client: string): Promise<RequestListener> {
  const astro = handler as RequestListener;
  return createFront({ renders, astro, assets: await readAssets(client), publicUrl });
}
