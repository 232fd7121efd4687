/** The question for the version of the CMS's content. */

import type { Heard } from './changes';

const TIMEOUT_MS = 2_000;
const QUERY = '{ contentVersion }';

interface VersionAnswer {
  readonly data?: { readonly contentVersion?: unknown } | null;
}

/** Asks the CMS once; never rejects. `headers` tell who asks. */
export async function askVersion(cmsUrl: string, headers: Readonly<Record<string, string>>): Promise<Heard> {
  try {
    const response = await fetch(`${cmsUrl}/graphql?${new URLSearchParams({ query: QUERY }).toString()}`, {
      headers: { Accept: 'application/json', 'Cache-Control': 'no-cache', ...headers },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status >= 500 || response.status === 429) return 'silent';
    const { data } = (await response.json()) as VersionAnswer;
    const version = data?.contentVersion;
    return typeof version === 'string' && version ? { version } : 'refused';
  } catch {
    return 'silent';
  }
}
