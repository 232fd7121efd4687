/** Time that passes only when it is told to. */

import type { Timer } from '../../../src/cache/changes';
import type { Clock } from '../../../src/cache/store';

interface Due {
  at: number;
  run: () => void;
}

export class FakeTime {
  #now = 1_000_000;
  readonly #due = new Set<Due>();

  readonly now: Clock = () => this.#now;

  readonly after: Timer = (run, milliseconds) => {
    const due = { at: this.#now + milliseconds, run };
    this.#due.add(due);
    return () => {
      this.#due.delete(due);
    };
  };

  /** Resolves after so many milliseconds of this time. */
  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(resolve, milliseconds);
    });
  }

  /** Lets time pass, and with it everything that is due; `atEach` is called whenever all that follows has happened. */
  async pass(milliseconds: number, atEach: () => void = () => undefined): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#due.delete(next);
      this.#now = next.at;
      next.run();
      await settle();
      atEach();
    }
    this.#now = end;
  }

  #next(end: number): Due | undefined {
    return [...this.#due].filter((it) => it.at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Lets all promises that can settle do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
