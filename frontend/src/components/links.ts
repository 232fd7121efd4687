/** Links of an event, and which of them a visitor most likely wants now. */

import type { Words } from '../i18n/words';

export interface EventLink {
  kind: keyof Words['links'];
  label: string | null;
  /** Null unless `availability` is `AVAILABLE`. */
  url: string | null;
  note: string | null;
  availability: keyof Words['availability'];
}

type Phase = keyof Words['phase'];
type Kind = EventLink['kind'];

const AHEAD: readonly Kind[] = ['REGISTRATION', 'JOIN', 'STREAM'];

const WANTED: Record<Phase, readonly Kind[]> = {
  LIVE: ['JOIN', 'STREAM', 'REGISTRATION'],
  UPCOMING: AHEAD,
  UNSCHEDULED: AHEAD,
  POSTPONED: AHEAD,
  PAST: ['RECORDING', 'SLIDES', 'PAPER'],
  CANCELLED: [],
};

/** Links that take a visitor to something that is over. */
const TO_THE_EVENT: readonly Kind[] = ['REGISTRATION', 'JOIN'];

const MATERIALS: readonly Kind[] = ['RECORDING', 'SLIDES', 'PAPER', 'CODE', 'TEMPLATE'];

interface Circumstances {
  phase: Phase;
  /** Whether a date for submissions lies ahead. */
  isSubmissionOpen: boolean;
}

/** The link that becomes the page's button; null when there is nothing to do. */
export function mainLink<AnyLink extends EventLink>(
  links: readonly AnyLink[],
  { phase, isSubmissionOpen }: Circumstances,
): AnyLink | null {
  const wanted: readonly Kind[] = isSubmissionOpen ? ['SUBMISSION', ...WANTED[phase]] : WANTED[phase];
  const found = wanted.map((kind) => links.find((it) => it.kind === kind && it.url !== null));
  return found.find((it) => it !== undefined) ?? null;
}

/** The links besides the main one, what one can read or watch apart from the others. */
export function listedLinks<AnyLink extends EventLink>(
  links: readonly AnyLink[],
  circumstances: Circumstances,
): { materials: AnyLink[]; others: AnyLink[] } {
  const main = mainLink(links, circumstances);
  const isOver = circumstances.phase === 'PAST';
  const shown = links.filter(
    (it) => it !== main && !(isOver && TO_THE_EVENT.includes(it.kind) && it.availability === 'AVAILABLE'),
  );
  return {
    materials: shown.filter((it) => MATERIALS.includes(it.kind)),
    others: shown.filter((it) => !MATERIALS.includes(it.kind)),
  };
}

/** What a link is called. */
export function linkLabel({ kind, label }: Pick<EventLink, 'kind' | 'label'>, words: Words): string {
  return label ?? words.links[kind];
}
