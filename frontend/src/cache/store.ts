/** Which pages are kept, and which of them are still right. Knows neither network nor timers. */

import type { Page } from './page';
import { Room } from './room';

/** How long after it was rendered a page may be shown while it cannot be rendered again (RFC 5861, section 4). */
export const OUTAGE_MS = 86_400_000;

/** The tag that every page has. */
export const EVERYTHING = 'all';

/** Bytes that a page takes besides its body: its headers, its tags and what holds them together. */
const OVERHEAD = 1_024;

/** Milliseconds, on a clock that never goes back. */
export type Clock = () => number;

export interface Kept {
  readonly page: Page;
  /** When its render began. */
  readonly renderedAt: number;
  /** Before this instant it holds, unless it is purged; 0 once it must be rendered again. */
  freshUntil: number;
}

/** A render under way. */
export interface Render {
  readonly key: string;
  readonly beganAt: number;
  /** What was purged since it began. */
  readonly purges: Purge[];
  /** Whether one that began later has come to something. */
  isOvertaken: boolean;
}

export interface Purge {
  readonly tags?: readonly string[];
  readonly path?: string;
}

export interface StoreOptions {
  readonly now: Clock;
  readonly bytes: number;
  /** Called with the key of each page that was kept anew, or is no longer kept. */
  readonly onChange?: (key: string) => void;
}

export class Store {
  readonly now: Clock;
  readonly #room: Room<Kept>;
  readonly #onChange: (key: string) => void;
  /** In the order in which they began. */
  readonly #rendering = new Set<Render>();
  #trustedUntil = Infinity;

  constructor({ now, bytes, onChange = () => undefined }: StoreOptions) {
    this.now = now;
    this.#onChange = onChange;
    this.#room = new Room(bytes, onChange);
  }

  get bytes(): number {
    return this.#room.bytes;
  }

  get size(): number {
    return this.#room.size;
  }

  /** Says until when purges are known to arrive in time; after that nothing passes for fresh. */
  trust(until: number): void {
    this.#trustedUntil = until;
  }

  /** What is kept, fresh or not. */
  find(key: string): Kept | undefined {
    return this.#room.find(key);
  }

  peek(key: string): Kept | undefined {
    return this.#room.peek(key);
  }

  entries(): IterableIterator<[string, Kept]> {
    return this.#room.entries();
  }

  /** Whether a page may be given without rendering it again. */
  isFresh(kept: Kept): boolean {
    const now = this.now();
    return now < kept.freshUntil && now < this.#trustedUntil;
  }

  /** Whether a page may be given where it cannot be rendered again. */
  isUsable(kept: Kept): boolean {
    return this.now() - kept.renderedAt < OUTAGE_MS;
  }

  /** Puts in a page from before the start, which must be rendered again. */
  restore(key: string, page: Page, renderedAt: number): void {
    if (this.#room.peek(key)) return;
    this.#room.put(key, { page, renderedAt, freshUntil: 0 }, bytesOf(key, page));
  }

  /** Begins a render; `keep`, `drop` or `abandon` ends it. */
  begin(key: string): Render {
    const render = { key, beganAt: this.now(), purges: [], isOvertaken: false };
    this.#rendering.add(render);
    return render;
  }

  /**
   * Keeps what a render came to, for so many seconds from its begin, unless a later render has come to something.
   *
   * Where a purge since then meant the page, it is kept for outages only.
   */
  keep(render: Render, page: Page, seconds: number): void {
    const isPurged = render.purges.some((purge) => concerns(purge, render.key, page.tags));
    if (!this.#end(render)) return;
    const freshUntil = isPurged ? 0 : render.beganAt + seconds * 1_000;
    this.#room.put(render.key, { page, renderedAt: render.beganAt, freshUntil }, bytesOf(render.key, page));
    this.#onChange(render.key);
  }

  /** Ends a render that came to something which nobody else may see; nor is what was there before right. */
  drop(render: Render): void {
    if (this.#end(render) && this.#room.delete(render.key)) this.#onChange(render.key);
  }

  /** Ends a render that failed. */
  abandon(render: Render): void {
    this.#rendering.delete(render);
  }

  /** Has pages rendered again before anybody who comes from now on sees them. */
  purge(purge: Purge): void {
    for (const render of this.#rendering) render.purges.push(purge);
    for (const [key, kept] of this.#room.entries()) {
      if (concerns(purge, key, kept.page.tags)) kept.freshUntil = 0;
    }
  }

  /** Ends a render that came to something; whether none that began later had. */
  #end(render: Render): boolean {
    for (const earlier of this.#rendering) {
      if (earlier === render) break;
      if (earlier.key === render.key) earlier.isOvertaken = true;
    }
    this.#rendering.delete(render);
    return !render.isOvertaken;
  }
}

function concerns(purge: Purge, key: string, tags: readonly string[]): boolean {
  if (purge.path !== undefined && key.split('?')[0] === purge.path) return true;
  return purge.tags?.some((tag) => tag === EVERYTHING || tags.includes(tag)) ?? false;
}

function bytesOf(key: string, page: Page): number {
  const variants = Object.values(page.variants).reduce((sum, it) => sum + it.length, 0);
  return OVERHEAD + 2 * key.length + page.body.length + variants;
}
