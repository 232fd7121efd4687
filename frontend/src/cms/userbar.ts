/** Wagtail's bar for editors, which the CMS makes for the preview of one draft. */

import { CMS_URL } from 'astro:env/server';

const TIMEOUT_MS = 3_000;

/** Its HTML, or null where there is none: for reviewers, and while the CMS does not answer. */
export async function readUserbar(
  token: string,
  { isInPanel }: { isInPanel: boolean },
): Promise<string | null> {
  const query = new URLSearchParams({ token, ...(isInPanel && { in_preview_panel: 'true' }) });
  try {
    const response = await fetch(`${CMS_URL}/userbar/?${query.toString()}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return response.ok ? await response.text() : null;
  } catch (error) {
    // The message of the error could name the address, and with it the token.
    console.error(`The editors' bar is missing: ${error instanceof Error ? error.name : 'failed'}`);
    return null;
  }
}
