/** One render per page, however many visitors wait for it. */

import type { Page, Rendered } from './page';
import type { Origin } from './representation';
import type { Purge, Render, Store } from './store';

/** What a visitor is given: a page for everybody, or an answer of their own. */
export type Answer =
  | { readonly kind: 'page'; readonly page: Page; readonly origin: Origin }
  | { readonly kind: 'failure'; readonly page: Page }
  | { readonly kind: 'private'; readonly response: Response };

/** After this time visitors no longer wait for a render that others wait for. */
export const LONGEST_RENDER_MS = 30_000;

interface Flight {
  readonly render: Render;
  readonly rendered: Promise<Rendered>;
}

export class Renders {
  /** Whether the CMS is known not to answer: kept pages are then given without asking it. */
  isOutage = false;

  readonly #store: Store;
  readonly #report: (error: unknown) => void;
  readonly #flights = new Map<string, Flight>();

  /** @param report told of errors that no visitor sees, because a kept page is shown instead. */
  constructor(store: Store, report: (error: unknown) => void = () => undefined) {
    this.#store = store;
    this.#report = report;
  }

  /** A kept page that may be given at once. */
  find(key: string): { page: Page; origin: Origin } | undefined {
    const kept = this.#store.find(key);
    if (!kept) return undefined;
    if (this.#store.isFresh(kept)) return { page: kept.page, origin: 'hit' };
    if (this.isOutage && this.#store.isUsable(kept)) return { page: kept.page, origin: 'stale' };
    return undefined;
  }

  /**
   * The answer for one visitor, who sees nothing older than the last purge before they came.
   *
   * @throws whatever `render` throws, where nothing is kept
   */
  async answer(key: string, render: () => Promise<Rendered>): Promise<Answer> {
    const found = this.find(key);
    if (found) return { kind: 'page', ...found };
    const joined = this.#joinable(key);
    const flight = joined ?? this.#start(key, render);
    const cameAt = this.#store.now();
    const rendered = await this.#settle(flight, key);
    if (
      rendered.kind === 'page' &&
      rendered.origin === 'miss' &&
      joined &&
      !holds(joined, rendered.seconds, cameAt)
    ) {
      return this.answer(key, render);
    }
    if (rendered.kind === 'private' && joined) return this.#alone(render);
    return rendered;
  }

  /** The answer to one who asks for headers only: never kept, but from what is kept where that is right. */
  async glance(key: string, render: () => Promise<Rendered>): Promise<Answer> {
    const found = this.find(key);
    if (found) return { kind: 'page', ...found };
    return this.#orKept(key, render);
  }

  purge(purge: Purge): void {
    this.#store.purge(purge);
  }

  /** The render under way, unless what it has read may be from before a purge, or it seems to have no end. */
  #joinable(key: string): Flight | undefined {
    const flight = this.#flights.get(key);
    if (!flight || flight.render.purges.length > 0) return undefined;
    return this.#store.now() - flight.render.beganAt < LONGEST_RENDER_MS ? flight : undefined;
  }

  #start(key: string, render: () => Promise<Rendered>): Flight {
    const ticket = this.#store.begin(key);
    const rendered = Promise.resolve()
      .then(render)
      .then((it) => this.#note(ticket, it))
      .catch((error: unknown) => {
        if (this.#fallback(key)) this.#report(error);
        throw error;
      })
      .finally(() => this.#end(ticket));
    const flight = { render: ticket, rendered };
    this.#flights.set(key, flight);
    return flight;
  }

  #note(ticket: Render, rendered: Rendered): Rendered {
    if (rendered.kind === 'page') this.#store.keep(ticket, rendered.page, rendered.seconds);
    else if (rendered.kind === 'private') this.#store.drop(ticket);
    return rendered;
  }

  #end(ticket: Render): void {
    this.#store.abandon(ticket);
    if (this.#flights.get(ticket.key)?.render === ticket) this.#flights.delete(ticket.key);
  }

  async #settle(flight: Flight, key: string): Promise<Answer & { seconds: number }> {
    let seconds = 0;
    const answer = await this.#orKept(key, async () => {
      const rendered = await flight.rendered;
      if (rendered.kind === 'page') seconds = rendered.seconds;
      return rendered;
    });
    return { ...answer, seconds };
  }

  /** What a render comes to, or what is kept for when it fails. */
  async #orKept(key: string, render: () => Promise<Rendered>): Promise<Answer> {
    try {
      const rendered = await render();
      const kept = rendered.kind === 'failure' ? this.#fallback(key) : undefined;
      return kept ?? visible(rendered);
    } catch (error) {
      const kept = this.#fallback(key);
      if (kept) return kept;
      throw error;
    }
  }

  async #alone(render: () => Promise<Rendered>): Promise<Answer> {
    return visible(await render());
  }

  #fallback(key: string): Answer | undefined {
    const kept = this.#store.peek(key);
    return kept && this.#store.isUsable(kept)
      ? { kind: 'page', page: kept.page, origin: 'stale' }
      : undefined;
  }
}

function visible(rendered: Rendered): Answer {
  return rendered.kind === 'page' ? { kind: 'page', page: rendered.page, origin: 'miss' } : rendered;
}

/** Whether a page held until after a visitor came who waited for it without having begun it. */
function holds(flight: Flight, seconds: number, cameAt: number): boolean {
  return cameAt === flight.render.beganAt || cameAt < flight.render.beganAt + seconds * 1_000;
}
