import type { Reading } from '../../cms/request';
import type { SiteFacts } from '../../layouts/head';
import type { Language } from '../../paths';
import type { Target } from './examples';
import { EmbedDocument } from './query';

export interface EmbedView {
  site: SiteFacts;
  targets: Target[];
}

export async function readEmbed({ cms, language }: { cms: Reading; language: Language }): Promise<EmbedView> {
  const { site, events } = await cms.read(EmbedDocument, { language });
  const targets = (events?.nodes ?? []).map((it) => ({
    slug: it.slug,
    title: it.title ?? it.slug,
    url: it.url,
    isSeries: it.__typename === 'SeminarSeries',
  }));
  return { site, targets };
}
