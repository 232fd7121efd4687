/** A visitor with one connection, who asks for one thing after the other; cheap enough to measure a server with. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Milliseconds from the request to the first byte. */
  readonly firstByte: number;
}

/** Nobody listens: the request was never sent. */
export class Refused extends Error {
  override name = 'Refused';
}

/** The connection ended after the request was sent and before it was answered in full. */
export class Dropped extends Error {
  override name = 'Dropped';
}

export class Visitor {
  readonly #url: URL;
  #socket: Socket | undefined;

  constructor(url: URL) {
    this.#url = url;
  }

  /**
   * Asks for a path and reads the answer to its end, over a new connection where the last answer ended its own.
   *
   * @throws Refused, Dropped, and Error for an answer that does not say how long it is
   */
  async ask(path: string): Promise<Answer> {
    this.#socket ??= await this.#connect();
    const answer = await exchange(
      this.#socket,
      `GET ${path} HTTP/1.1\r\nHost: ${this.#url.host}\r\nAccept-Encoding: br\r\n\r\n`,
    ).catch((error: unknown) => {
      this.leave();
      throw error;
    });
    if (answer.headers.get('connection') === 'close') this.leave();
    return answer;
  }

  leave(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #connect(): Promise<Socket> {
    const socket = connect(Number(this.#url.port || 80), this.#url.hostname).setNoDelay(true);
    try {
      await once(socket, 'connect');
    } catch (cause) {
      throw new Refused(this.#url.host, { cause });
    }
    // Errors matter while an answer is waited for; `exchange` listens then.
    return socket.on('error', () => socket.destroy());
  }
}

function exchange(socket: Socket, request: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const reading = new Reading();
    const finish = () => socket.off('data', take).off('close', drop);
    const drop = () => {
      finish();
      reject(new Dropped(reading.isBegun ? 'in the middle of an answer' : 'without an answer'));
    };
    const take = (data: Buffer) => {
      try {
        const answer = reading.take(data, began);
        if (!answer) return;
        resolve(answer);
      } catch (error) {
        reject(error as Error);
      }
      finish();
    };
    socket.on('data', take).once('close', drop);
    if (socket.destroyed) drop();
    else socket.write(request);
  });
}

/** An answer on its way. */
class Reading {
  isBegun = false;
  #firstByte = 0;
  #answer: Answer | undefined;
  #missing = 0;

  /** Takes what has arrived; the answer once it is complete. */
  take(data: Buffer, began: number): Answer | undefined {
    if (!this.isBegun) this.#firstByte = performance.now() - began;
    this.isBegun = true;
    if (this.#answer) this.#missing -= data.length;
    else this.#readHead(data);
    return this.#missing === 0 ? this.#answer : undefined;
  }

  /** Reads the head, which small servers on the same machine send in one piece. */
  #readHead(data: Buffer): void {
    const end = data.indexOf('\r\n\r\n');
    if (end < 0) throw new Error('the head of an answer came in pieces');
    const [first = '', ...lines] = data.toString('latin1', 0, end).split('\r\n');
    const headers = new Map(lines.map(readHeader));
    const length = headers.get('content-length');
    if (length === undefined) throw new Error(`an answer of unknown length: ${first}`);
    this.#answer = { status: Number(first.split(' ')[1]), headers, firstByte: this.#firstByte };
    this.#missing = end + 4 + Number(length) - data.length;
  }
}

function readHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
