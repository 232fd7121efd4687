import { CmsRefusal, type Reading } from '../../cms/request';
import { readUserbar } from '../../cms/userbar';
import type { SiteFacts } from '../../layouts/head';
import { readLists, type AnyLists } from '../../templates/lists';
import type { AnyPage } from '../../templates/page';
import { PreviewDocument } from './query';

export interface Draft {
  site: SiteFacts;
  page: AnyPage;
  lists: AnyLists;
  /** HTML of Wagtail's bar; null where there is none. */
  userbar: string | null;
}

interface Asked {
  cms: Reading;
  token: string;
  /** Whether the editor shows it beside the form. */
  isInPanel: boolean;
}

/** The draft a token leads to; null when it leads nowhere any more. */
export async function readDraft({ cms, token, isInPanel }: Asked): Promise<Draft | null> {
  const [answer, userbar] = await Promise.all([readOrNull(cms, token), readUserbar(token, { isInPanel })]);
  if (!answer?.preview) return null;
  const { site, preview: page } = answer;
  return { site, page, lists: await readLists(page, { cms, after: null }), userbar };
}

async function readOrNull(cms: Reading, token: string) {
  try {
    return await cms.readInSecret(PreviewDocument, { token, after: null });
  } catch (error) {
    if (error instanceof CmsRefusal) return null;
    throw error;
  }
}
