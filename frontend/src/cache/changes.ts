/** Learns from the CMS when what it shows has changed. */

import type { Clock } from './store';

/** What came of asking: a version, an answer without one, or no answer. */
export type Heard = { readonly version: string } | 'refused' | 'silent';

/** Runs something once after so many milliseconds; returns what calls that off. */
export type Timer = (run: () => void, milliseconds: number) => () => void;

export interface ChangesOptions {
  readonly now: Clock;
  readonly after: Timer;
  readonly ask: () => Promise<Heard>;
  /** Called when anything may have changed since it was called last, before `onTrust`. */
  readonly onChange: () => void;
  /** Called with the instant until which no change can have gone unnoticed for longer than is promised. */
  readonly onTrust: (until: number) => void;
  /** Called when the CMS begins or ceases to answer. */
  readonly onOutage: (isOutage: boolean) => void;
}

/** How often the CMS is asked while it answers: a lost doorbell costs so long and an answer, five seconds at most. */
export const INTERVAL_MS = 4_000;

/** How often while it does not. */
export const OUTAGE_INTERVAL_MS = 1_000;

/** How long after the last answer kept pages pass for fresh. */
export const TRUST_MS = 3 * INTERVAL_MS;

/** How many times in a row the CMS is silent when it is known to be down. */
const SILENCES = 2;

/**
 * Asks for the version of the content, in turns, of which each begins after the one before has ended.
 *
 * The first version counts as a change, for nothing is known of what was read before it. So whatever is read from the
 * CMS after a turn began is either at least as new as the version of that turn, or gone when the turn ends.
 */
export class Changes {
  readonly #options: ChangesOptions;
  #version: string | undefined;
  #answeredAt: number | undefined;
  #silences = 0;
  #isAsking = false;
  #isRung = false;
  #isStopped = true;
  #callOff: () => void = () => undefined;

  constructor(options: ChangesOptions) {
    this.#options = options;
  }

  /** When the CMS last answered, with whatever. */
  get answeredAt(): number | undefined {
    return this.#answeredAt;
  }

  start(): void {
    this.#isStopped = false;
    this.ring();
  }

  stop(): void {
    this.#isStopped = true;
    this.#callOff();
  }

  /** Asks now; once more afterwards where a turn is under way, which may have read too early. */
  ring(): void {
    if (this.#isStopped) return;
    this.#isRung = true;
    if (this.#isAsking) return;
    this.#callOff();
    void this.#takeTurns();
  }

  async #takeTurns(): Promise<void> {
    this.#isAsking = true;
    while (this.#isRung) {
      this.#isRung = false;
      await this.#takeTurn();
    }
    this.#isAsking = false;
    if (this.#isStopped) return;
    const pause = this.#silences > 0 ? OUTAGE_INTERVAL_MS : INTERVAL_MS;
    this.#callOff = this.#options.after(() => {
      this.ring();
    }, pause);
  }

  async #takeTurn(): Promise<void> {
    const beganAt = this.#options.now();
    const heard = await this.#options.ask();
    if (this.#isStopped) return;
    this.#noteSilence(heard === 'silent');
    if (typeof heard === 'string') return;
    if (heard.version !== this.#version) {
      this.#version = heard.version;
      this.#options.onChange();
    }
    this.#options.onTrust(beganAt + TRUST_MS);
  }

  #noteSilence(isSilent: boolean): void {
    this.#silences = isSilent ? this.#silences + 1 : 0;
    if (!isSilent) this.#answeredAt = this.#options.now();
    this.#options.onOutage(this.#silences >= SILENCES);
  }
}
