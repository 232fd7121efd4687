/** The one cache of this process, put together. */

import { CACHE_DIR, CMS_URL, PUBLIC_URL, SITE_SECRET } from 'astro:env/server';

import { authorization } from '../cms/request';
import { Changes, type Heard } from './changes';
import { buildName, DiskCopy } from './disk';
import { Renders } from './renders';
import { type Clock, EVERYTHING, Store } from './store';
import { askVersion } from './version';

const LARGEST_BYTES = 64 * 2 ** 20;

/** How long ago the CMS may have answered for the site to pass for ready. */
const READY_MS = 30_000;

/** Milliseconds since 1970, comparable with those of earlier processes; never goes back. */
const now: Clock = () => performance.timeOrigin + performance.now();

/** What is said when the CMS begins to answer like this. */
const NEWS = {
  silent: 'The CMS does not answer; pages that were visited are shown as they were.',
  refused:
    'The CMS tells no version of its content, so every page is made anew for its visitors. Is SITE_SECRET right?',
  version: 'The CMS answers.',
} as const;

const NO_SECRET =
  'SITE_SECRET is not set: changes show after some seconds, and the CMS counts every page against the limit of one address.';

let copy: DiskCopy | undefined;
const store = new Store({ now, bytes: LARGEST_BYTES, onChange: (key) => copy?.follow(key) });
store.trust(0);

export const renders = new Renders(store, (error) => {
  console.error(error);
});

export const changes = new Changes({
  now,
  after: (run, milliseconds) => {
    const timer = setTimeout(run, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
  ask: async () => tell(await askVersion(CMS_URL, authorization())),
  onChange: () => {
    renders.purge({ tags: [EVERYTHING] });
  },
  onTrust: (until) => {
    store.trust(until);
  },
  onOutage: (isOutage) => {
    renders.isOutage = isOutage;
  },
});

let told: keyof typeof NEWS = 'version';

/** Says what is new about how the CMS answers. */
function tell(heard: Heard): Heard {
  const news = typeof heard === 'string' ? heard : 'version';
  if (news !== told) console.warn(NEWS[news]);
  told = news;
  return heard;
}

export const secret = SITE_SECRET;

/** Where the site is known to the public; what visitors call it is not believed. */
export const publicUrl = new URL(PUBLIC_URL);

/** Reads the copy on disk, if there is one, and begins to follow the CMS. `code` tells one build from others. */
export async function open(code: Uint8Array): Promise<void> {
  if (CACHE_DIR) {
    copy = new DiskCopy({
      directory: CACHE_DIR,
      build: buildName(code, CMS_URL, PUBLIC_URL),
      bytes: LARGEST_BYTES,
      find: (key) => store.peek(key),
      report: (message) => {
        console.error(message);
      },
    });
    for (const { key, page, renderedAt } of (await copy.read()).reverse())
      store.restore(key, page, renderedAt);
  }
  if (!secret) console.warn(NO_SECRET);
  changes.start();
}

/** Leaves the CMS alone and finishes the copy on disk. */
export async function close(): Promise<void> {
  changes.stop();
  await copy?.flush();
}

/** Whether visitors can be shown anything. */
export function isReady(): boolean {
  return store.size > 0 || now() - (changes.answeredAt ?? -Infinity) < READY_MS;
}
