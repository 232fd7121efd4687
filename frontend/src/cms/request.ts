/** The only door to the CMS: GraphQL over GET with persisted documents, so that every answer says how long it holds. */

import { createHash, createHmac } from 'node:crypto';

import { CMS_URL, SITE_SECRET } from 'astro:env/server';
import type { TadaDocumentNode } from 'gql.tada';
import { Kind, print } from 'graphql';

const TIMEOUT_MS = 5_000;

/** Longest time for which a page may be kept without being asked for again, in seconds. */
export const LONGEST_SECONDS = 120;

/** The CMS does not answer, or not with what was asked for: try again later. */
export class CmsUnavailable extends Error {
  override name = 'CmsUnavailable';

  constructor(
    readonly operation: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${operation}: ${reason}`, options);
  }
}

/** The CMS refuses what was asked for; `code` is one of its closed list. */
export class CmsRefusal extends Error {
  override name = 'CmsRefusal';

  constructor(
    readonly operation: string,
    readonly code: string,
    message: string,
  ) {
    super(`${operation}: ${code}: ${message}`);
  }
}

interface Source {
  name: string;
  text: string;
  digest: string;
}

interface Answer {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string } }[];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- documents of all results and variables are keys here
const SOURCES = new WeakMap<TadaDocumentNode<any, any>, Source>();

/** The header that tells the CMS that its own site asks; empty without a secret. */
export function authorization(): Record<string, string> {
  if (!SITE_SECRET) return {};
  const token = createHmac('sha256', SITE_SECRET).update('graphql').digest('hex');
  return { Authorization: `Bearer site_${token}` };
}

/** What one page reads of the CMS, and what follows from that for how long it may be kept. */
export class Reading {
  readonly tags = new Set<string>();
  seconds = LONGEST_SECONDS;
  mayBeKept = true;

  /**
   * The data of an operation.
   *
   * @throws CmsUnavailable when there is no complete answer
   * @throws CmsRefusal when the CMS finds fault with the variables
   */
  async read<Result, Variables>(
    document: TadaDocumentNode<Result, Variables>,
    variables: Variables,
  ): Promise<Result> {
    const source = findSource(document);
    let { answer, headers } = await ask(source, variables);
    if (hasCode(answer, 'PERSISTED_QUERY_NOT_FOUND')) {
      const [refusal] = (await register(source, variables)).answer.errors ?? [];
      if (refusal) throw describe(source, refusal);
      ({ answer, headers } = await ask(source, variables));
    }
    this.#note(headers);
    return dataOf<Result>(source, answer);
  }

  /**
   * The same for variables that have to stay out of addresses, and with them out of logs; nothing of it may be kept.
   *
   * @throws CmsUnavailable, CmsRefusal
   */
  async readInSecret<Result, Variables>(
    document: TadaDocumentNode<Result, Variables>,
    variables: Variables,
  ): Promise<Result> {
    this.keepNothing();
    const source = findSource(document);
    const { answer } = await post(source, { query: source.text, variables });
    return dataOf<Result>(source, answer);
  }

  /** Nothing that was read here may be kept: it is for one visitor. */
  keepNothing(): void {
    this.mayBeKept = false;
  }

  /** What was read means something else from an instant on, such as “today”. */
  holdUntil(instant: Date, now: Date): void {
    const seconds = Math.floor((instant.getTime() - now.getTime()) / 1000);
    this.seconds = Math.max(0, Math.min(this.seconds, seconds));
  }

  #note(headers: Headers): void {
    const control = headers.get('Cache-Control') ?? 'no-store';
    if (/\bno-store\b/.test(control)) this.keepNothing();
    const fresh = readSeconds(control, 's-maxage') + readSeconds(control, 'stale-while-revalidate');
    this.seconds = Math.min(this.seconds, fresh);
    for (const tag of (headers.get('Cache-Tag') ?? '').split(',')) if (tag) this.tags.add(tag);
  }
}

function findSource<Result, Variables>(document: TadaDocumentNode<Result, Variables>): Source {
  const known = SOURCES.get(document);
  if (known) return known;
  const text = print(document);
  const operation = document.definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION);
  const source = {
    name: operation?.name?.value ?? 'unnamed',
    text,
    digest: createHash('sha256').update(text).digest('hex'),
  };
  SOURCES.set(document, source);
  return source;
}

async function ask(source: Source, variables: unknown): Promise<{ answer: Answer; headers: Headers }> {
  const parameters = new URLSearchParams({
    documentId: `sha256:${source.digest}`,
    variables: JSON.stringify(variables),
  });
  return send(source, `${CMS_URL}/graphql?${parameters.toString()}`, {});
}

async function register(source: Source, variables: unknown): Promise<{ answer: Answer; headers: Headers }> {
  const extensions = { persistedQuery: { version: 1, sha256Hash: source.digest } };
  return post(source, { query: source.text, variables, extensions });
}

async function post(source: Source, request: object): Promise<{ answer: Answer; headers: Headers }> {
  return send(source, `${CMS_URL}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });
}

async function send(
  source: Source,
  url: string,
  request: RequestInit,
): Promise<{ answer: Answer; headers: Headers }> {
  try {
    const response = await fetch(url, {
      ...request,
      // Its processes may go on for a moment with a version that has been purged here already.
      headers: {
        Accept: 'application/json',
        'Cache-Control': 'no-cache',
        ...authorization(),
        ...request.headers,
      },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status >= 500 || response.status === 429) {
      throw new CmsUnavailable(source.name, `status ${String(response.status)}`);
    }
    return { answer: (await response.json()) as Answer, headers: response.headers };
  } catch (error) {
    if (error instanceof CmsUnavailable) throw error;
    throw new CmsUnavailable(source.name, error instanceof Error ? error.name : 'failed', { cause: error });
  }
}

function dataOf<Result>(source: Source, { data, errors }: Answer): Result {
  const [error] = errors ?? [];
  if (error) throw describe(source, error);
  if (!data) throw new CmsUnavailable(source.name, 'no data');
  return data as Result;
}

function describe(source: Source, error: NonNullable<Answer['errors']>[number]): Error {
  const code = error.extensions?.code ?? '';
  return code === 'BAD_USER_INPUT' || code.startsWith('PREVIEW_')
    ? new CmsRefusal(source.name, code, error.message)
    : new CmsUnavailable(source.name, code || error.message);
}

function hasCode(answer: Answer, code: string): boolean {
  return answer.errors?.some((it) => it.extensions?.code === code) ?? false;
}

function readSeconds(control: string, directive: string): number {
  return Number(new RegExp(`\\b${directive}=(\\d+)`).exec(control)?.[1] ?? 0);
}
