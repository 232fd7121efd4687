/** Room for so many bytes, in which what was asked for again stays longest. */

/** The part of the room that newcomers may take from regulars, so that addresses asked for once push out few others. */
const NEWCOMERS_SHARE = 0.1;

/** The largest part of the room for one value. */
const LARGEST_SHARE = 0.125;

interface Place<Value> {
  readonly value: Value;
  readonly bytes: number;
}

/** Values by key, the least recently used first to go: newcomers before regulars, which were found at least once. */
export class Room<Value> {
  readonly #limit: number;
  readonly #left: (key: string) => void;
  readonly #newcomers = new Map<string, Place<Value>>();
  readonly #regulars = new Map<string, Place<Value>>();
  #newcomersBytes = 0;
  #regularsBytes = 0;

  /** @param left called with the key of each value that had to go. */
  constructor(limit: number, left: (key: string) => void = () => undefined) {
    this.#limit = limit;
    this.#left = left;
  }

  get bytes(): number {
    return this.#newcomersBytes + this.#regularsBytes;
  }

  get size(): number {
    return this.#newcomers.size + this.#regulars.size;
  }

  /** The value, which is a regular from now on. */
  find(key: string): Value | undefined {
    const place = this.#take(key);
    if (place) this.#putRegular(key, place);
    return place?.value;
  }

  /** The value, as if nobody had asked for it. */
  peek(key: string): Value | undefined {
    return (this.#regulars.get(key) ?? this.#newcomers.get(key))?.value;
  }

  /** Puts a value in, or in the place of another; one that is too large takes the other out. */
  put(key: string, value: Value, bytes: number): void {
    const wasRegular = this.#regulars.has(key);
    const before = this.#take(key);
    if (bytes > this.#limit * LARGEST_SHARE) {
      if (before) this.#left(key);
      return;
    }
    if (wasRegular) this.#putRegular(key, { value, bytes });
    else this.#putNewcomer(key, { value, bytes });
    while (this.bytes > this.#limit) this.#letOneGo();
  }

  delete(key: string): boolean {
    return this.#take(key) !== undefined;
  }

  *entries(): Generator<[string, Value]> {
    for (const [key, place] of this.#newcomers) yield [key, place.value];
    for (const [key, place] of this.#regulars) yield [key, place.value];
  }

  #letOneGo(): void {
    const fromNewcomers = this.#newcomersBytes > this.#limit * NEWCOMERS_SHARE || this.#regulars.size === 0;
    const [key] = (fromNewcomers ? this.#newcomers : this.#regulars).keys();
    if (key === undefined) return;
    this.#take(key);
    this.#left(key);
  }

  #take(key: string): Place<Value> | undefined {
    const regular = this.#regulars.get(key);
    if (regular) {
      this.#regulars.delete(key);
      this.#regularsBytes -= regular.bytes;
      return regular;
    }
    const newcomer = this.#newcomers.get(key);
    if (newcomer) {
      this.#newcomers.delete(key);
      this.#newcomersBytes -= newcomer.bytes;
    }
    return newcomer;
  }

  #putRegular(key: string, place: Place<Value>): void {
    this.#regulars.set(key, place);
    this.#regularsBytes += place.bytes;
  }

  #putNewcomer(key: string, place: Place<Value>): void {
    this.#newcomers.set(key, place);
    this.#newcomersBytes += place.bytes;
  }
}
