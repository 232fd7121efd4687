/** People in their roles at an event. */

import type { Words } from '../i18n/words';

export type Role = keyof Words['roles'];

export interface Portrait {
  alt: string;
  responsive: {
    src: string;
    width: number;
    height: number;
    sizes: string;
    sources: readonly { type: string; srcSet: string }[];
  } | null;
}

export interface PersonInRole {
  role: Role;
  /** The role in words, where they say more. */
  roleLabel: string | null;
  honorific: string | null;
  affiliation: string | null;
  photo: Portrait | null;
  bio: { html: string } | null;
  /** Null for somebody who is not public. */
  person: {
    path: string;
    name: string;
    nameNative: string | null;
    homepage: string | null;
    photo: Portrait | null;
  } | null;
}

export type PublicPerson = PersonInRole & { person: NonNullable<PersonInRole['person']> };

/** Roles of those whom the audience comes to hear. */
const ON_STAGE: readonly Role[] = ['SPEAKER', 'PRESENTER', 'PANELIST'];

/** Roles in the order in which a programme names them. */
const ORDER: readonly Role[] = [
  ...ON_STAGE,
  'AUTHOR',
  'HOST',
  'CHAIR',
  'CO_CHAIR',
  'ORGANISER',
  'PROGRAMME_COMMITTEE',
  'AWARD_COMMITTEE',
];

export function isPublic(it: PersonInRole): it is PublicPerson {
  return it.person !== null;
}

/** Those on stage, in editorial order. */
export function onStage(people: readonly PersonInRole[]): PublicPerson[] {
  return people.filter(isPublic).filter((it) => ON_STAGE.includes(it.role));
}

/** Those who make the event happen. */
export function behindStage(people: readonly PersonInRole[]): PublicPerson[] {
  return people.filter(isPublic).filter((it) => !ON_STAGE.includes(it.role));
}

/** People by role, in the order of a programme; roles that nobody has are left out. */
export function groupByRole<Someone extends { role: Role }>(
  people: readonly Someone[],
): { role: Role; people: Someone[] }[] {
  return ORDER.map((role) => ({ role, people: people.filter((it) => it.role === role) })).filter(
    (group) => group.people.length > 0,
  );
}

/** One or two letters to stand for a portrait: “SH” for Signe Halloran, the first sign of a name in Chinese. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const chosen = words.length > 1 ? [words.at(0), words.at(-1)] : words;
  return chosen.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('');
}
