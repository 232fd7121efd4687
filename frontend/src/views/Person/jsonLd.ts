/** A person in the vocabulary of schema.org. */

import type { PersonFacts } from './query';

type Described = Pick<
  PersonFacts,
  'url' | 'name' | 'nameNative' | 'honorific' | 'homepage' | 'orcid' | 'affiliation'
> & { photo: { url: string } | null };

export function orcidAddress(orcid: string): string {
  return `https://orcid.org/${orcid}`;
}

/** JSON-LD that is safe inside `<script type=application/ld+json>`. */
export function personJsonLd(person: Described): string {
  const { affiliation } = person;
  const document = {
    '@context': 'https://schema.org',
    '@type': 'Person',
    '@id': person.url,
    url: person.url,
    name: person.name,
    alternateName: person.nameNative ?? undefined,
    honorificPrefix: person.honorific ?? undefined,
    image: person.photo?.url,
    affiliation: affiliation
      ? {
          '@type': 'Organization',
          '@id': affiliation.ror ?? undefined,
          name: affiliation.name,
          url: affiliation.url ?? undefined,
        }
      : undefined,
    sameAs: [person.homepage, person.orcid && orcidAddress(person.orcid)].filter(Boolean),
  };
  return JSON.stringify(document).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}
