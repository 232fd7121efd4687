/** A process of ours that a test may stop, kill and start again. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { basename } from 'node:path';

import { until } from './polling';

const START_MS = 30_000;

export interface Plan {
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  /** What it writes is added to this file. */
  readonly log: string;
  /** Answers with success as soon as the process can be used; nobody waits where there is none. */
  readonly ready?: string;
}

export class Program {
  readonly #plan: Plan;
  #child: ChildProcess | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Resolves when it can be used. */
  async start(): Promise<void> {
    const { command, folder, variables, log, ready } = this.#plan;
    const [program, ...parameters] = command;
    const file = openSync(log, 'a');
    // A group of its own, so that what it starts can be killed with it.
    const child = spawn(program, parameters, {
      cwd: folder,
      env: { ...process.env, ...variables },
      stdio: ['ignore', file, file],
      detached: true,
    });
    closeSync(file);
    this.#child = child;
    if (ready === undefined) return;
    await until(
      `${basename(log)} tells that the program is ready`,
      async () => {
        if (hasEnded(child)) throw new Error(`${command.join(' ')} has ended: see ${log}`);
        return answers(ready);
      },
      START_MS,
    );
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Ends it and all that it has started, at once. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child?.pid || hasEnded(child)) return;
    const ended = once(child, 'exit');
    process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal);
    await ended;
  }
}

/** Runs a program to its end; rejects when it fails. */
export async function run({ command, folder, variables, log }: Plan): Promise<void> {
  const [program, ...parameters] = command;
  const file = openSync(log, 'a');
  const env = { ...process.env, ...variables };
  const child = spawn(program, parameters, { cwd: folder, env, stdio: ['ignore', file, file] });
  closeSync(file);
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new Error(`${command.join(' ')} has failed: see ${log}`);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
