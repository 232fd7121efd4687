/** Announced dates of an event: how they are called, grouped, and which comes next. */

import { vocabulary } from '../i18n/vocabulary/en';
import type { Words } from '../i18n/words';
import type { EventTime } from '../time/values';

export interface AnnouncedDate {
  anchor: string;
  kind: keyof Words['dates'];
  /** Label as announced, else the kind in English. */
  label: string;
  at: EventTime;
  until: EventTime | null;
  state: keyof Words['dateStates'];
  certainty: keyof Words['certainty'];
  isMandatory: boolean;
  round: string | null;
  track: string | null;
  note: string | null;
  relation: keyof Words['relations'] | null;
  relativeTo: string | null;
  days: number | null;
  /** Newest first. */
  previousValues: readonly EventTime[];
}

/** Dates by which somebody has to do something; to move them later is to extend them. */
export const DUE: readonly AnnouncedDate['kind'][] = [
  'ABSTRACT',
  'SUBMISSION',
  'SUPPLEMENTARY',
  'REBUTTAL',
  'REVISION',
  'CAMERA_READY',
  'REGISTRATION',
  'GRANT_APPLICATION',
];

const SUBMISSIONS: readonly AnnouncedDate['kind'][] = ['ABSTRACT', 'SUBMISSION'];

export function isDue({ kind }: Pick<AnnouncedDate, 'kind'>): boolean {
  return DUE.includes(kind);
}

/** When a date is, or begins. The instant of a whole day is its end, which is that of what is due then and of nothing else. */
export function timeOf({ kind, at, until }: Pick<AnnouncedDate, 'kind' | 'at' | 'until'>): EventTime {
  const isEnd = isDue({ kind }) && until === null;
  return isEnd || at.precision === 'MINUTE' ? at : { ...at, instant: null };
}

const KINDS = Object.keys(vocabulary.dates) as AnnouncedDate['kind'][];

/** A label in the language of the interface where it is the name of a kind; else as announced. */
export function dateLabel({ label }: Pick<AnnouncedDate, 'label'>, words: Words): string {
  const kind = KINDS.find((it) => vocabulary.dates[it] === label);
  return kind ? words.dates[kind] : label;
}

export function isSubmissionOpen(dates: readonly Pick<AnnouncedDate, 'kind' | 'state'>[]): boolean {
  return dates.some((it) => it.state === 'OPEN' && SUBMISSIONS.includes(it.kind));
}

/** The next date that lies ahead; null when there is none. `dates` are in the order of time. */
export function nextDate<AnyDate extends AnnouncedDate>(dates: readonly AnyDate[]): AnyDate | null {
  return dates.find((it) => it.state === 'OPEN') ?? null;
}

/** Dates by round in the order of time, those of no round last; `round` is null for them. */
export function groupByRound<AnyDate extends AnnouncedDate>(
  dates: readonly AnyDate[],
): { round: string | null; dates: AnyDate[] }[] {
  const rounds = [...new Set(dates.map((it) => it.round))].sort(
    (one, other) => Number(one === null) - Number(other === null),
  );
  return rounds.map((round) => ({ round, dates: dates.filter((it) => it.round === round) }));
}
