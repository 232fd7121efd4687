/** An editor beside the admin: does in one process of the CMS's own code what would take many clicks. */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { CHECKOUT, PYTHON } from './addresses';

const SCRIPT = fileURLToPath(new URL('desk.py', import.meta.url));
const CODE = `import runpy; runpy.run_path(${JSON.stringify(SCRIPT)}, run_name="__main__")`;

type Answer = { readonly done: unknown; readonly at: number } | { readonly failed: string };

/** Keys and whole addresses, as `tests/pages/furnished_desk.py` names them. */
export interface Furniture {
  readonly talk: number;
  readonly series: number;
  readonly home: number;
  readonly form: string;
  readonly review: number;
  readonly expired: string;
  readonly import: string;
  readonly importing: string;
  readonly failed_import: string;
  readonly unsubscribe: string;
  readonly codes: readonly string[];
  readonly forwarding: number;
  readonly endpoint: number;
}

export class Desk {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #ended: Promise<unknown>;
  readonly #lines: Interface;

  constructor(variables: Readonly<Record<string, string>>) {
    const child = spawn(PYTHON, ['manage.py', 'shell', '--no-imports', '--command', CODE], {
      cwd: CHECKOUT,
      env: { ...process.env, ...variables },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child = child;
    this.#ended = once(child, 'exit');
    this.#lines = createInterface(child.stdout);
  }

  /** The key of a page in the admin. */
  async identify(path: string): Promise<number> {
    return (await this.#do('identify', { path })).done as number;
  }

  /** Publishes a page with other fields; when that was committed, in milliseconds since 1970. */
  async change(path: string, fields: Readonly<Record<string, string>>): Promise<number> {
    return (await this.#do('change', { path, fields })).at * 1_000;
  }

  /** Publishes so many past talks in a series. */
  async fill(path: string, count: number): Promise<void> {
    await this.#do('fill', { path, count });
  }

  /** Publishes a deadline of tomorrow, Anywhere on Earth. */
  async announce(path: string, label: string): Promise<void> {
    await this.#do('announce', { path, label });
  }

  /** Puts what must stay hidden beside the sample communities; the keys of pages with drafts. */
  async hide(): Promise<number[]> {
    return (await this.#do('hide', {})).done as number[];
  }

  /** Lays on the desk of a series' editors what each view of the admin shows. */
  async furnish(path: string): Promise<Furniture> {
    return (await this.#do('furnish', { path })).done as Furniture;
  }

  /** Makes an account without any role. */
  async hire(name: string, password: string): Promise<void> {
    await this.#do('hire', { name, password });
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
  }

  async #do(
    deed: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<{ done: unknown; at: number }> {
    const line = once(this.#lines, 'line') as Promise<[string]>;
    const silence = this.#ended.then(() => {
      throw new Error('The desk has ended: what it wrote stands above.');
    });
    this.#child.stdin.write(`${JSON.stringify({ deed, with: parameters })}\n`);
    const [text] = await Promise.race([line, silence]);
    const answer = JSON.parse(text) as Answer;
    if ('failed' in answer) throw new Error(answer.failed);
    return answer;
  }
}
