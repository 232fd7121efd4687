import type { ResultOf } from '../../cms/graphql';
import type { Reading } from '../../cms/request';
import { inLanguage, interfaceLanguage, LANGUAGES, viewPath, type Language, type View } from '../../paths';
import { SitemapDocument, SitemapPeopleDocument } from './query';
import type { Address } from './sitemap';

const VIEWS: View[] = ['events', 'deadlines', 'people', 'calendar', 'embed'];

type Listed = NonNullable<ResultOf<typeof SitemapDocument>['pages']>['nodes'][number];

/** All public addresses of the site: the pages of the CMS, the site's own views, and people. */
export async function readAddresses(cms: Reading): Promise<Address[]> {
  const { site, pages } = await readPages(cms);
  if (!site) return [];
  const spoken = new Set(site.languages.map((it) => interfaceLanguage(it.locale)));
  const languages = LANGUAGES.filter((it) => spoken.has(it));
  const paths = [...VIEWS.map((it) => viewPath(it, LANGUAGES[0])), ...(await readPeoplePaths(cms))];
  return [...pages.map(ofPage), ...paths.flatMap((path) => inAll(path, { languages, base: site.url }))];
}

async function readPages(cms: Reading) {
  const pages: Listed[] = [];
  let after: string | null = null;
  for (;;) {
    const answer: ResultOf<typeof SitemapDocument> = await cms.read(SitemapDocument, { after });
    pages.push(...(answer.pages?.nodes ?? []));
    if (!answer.pages?.pageInfo.hasNextPage) return { site: answer.site, pages };
    after = answer.pages.pageInfo.endCursor;
  }
}

async function readPeoplePaths(cms: Reading): Promise<string[]> {
  const paths: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { people }: ResultOf<typeof SitemapPeopleDocument> = await cms.read(SitemapPeopleDocument, {
      after,
    });
    paths.push(...(people?.nodes ?? []).map((it) => it.path));
    if (!people?.pageInfo.hasNextPage) return paths;
    after = people.pageInfo.endCursor;
  }
}

function ofPage({ url, locale, updatedAt, translations }: Listed): Address {
  const versions = [{ url, locale }, ...translations];
  const alternates = versions.map((it) => ({ language: it.locale, url: it.url }));
  return { url, updatedAt, alternates: versions.length > 1 ? alternates : [] };
}

/** A path of the site's own in each language of the interface that the site has. */
function inAll(path: string, { languages, base }: { languages: Language[]; base: string }): Address[] {
  const versions = languages.map((it) => ({
    language: it,
    url: new URL(inLanguage(path, it), base).href,
  }));
  const alternates = versions.length > 1 ? versions : [];
  return versions.map(({ url }) => ({ url, updatedAt: null, alternates }));
}
