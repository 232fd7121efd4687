/** The rows of a programme, by day and by track. */

import type { Words } from '../i18n/words';
import type { TimeSpan } from '../time/values';

export interface ProgrammeItem {
  anchor: string;
  kind: keyof Words['sessions'];
  title: string | null;
  abstract: { html: string } | null;
  room: string | null;
  track: string | null;
  link: string | null;
  phase: keyof Words['phase'];
  when: TimeSpan;
  speakers: readonly {
    path: string;
    name: string;
    nameNative: string | null;
    affiliation: { name: string } | null;
  }[];
}

/** Rows that follow each other; `track` stands above them, and is null where it says nothing. */
export interface Run<Item> {
  track: string | null;
  items: Item[];
}

export interface Day<Item> {
  /** `YYYY-MM-DD` in the zone of the programme; null for rows whose day is not known. */
  date: string | null;
  runs: Run<Item>[];
}

/** Kinds that interrupt a programme. */
const PAUSES: readonly ProgrammeItem['kind'][] = ['BREAK', 'NETWORKING'];

export function isPause({ kind }: Pick<ProgrammeItem, 'kind'>): boolean {
  return PAUSES.includes(kind);
}

/** The programme by day, the earliest first and unknown days last; within a day the rows keep their order in time. */
export function groupByDay<Item extends ProgrammeItem>(items: readonly Item[]): Day<Item>[] {
  const days = [...new Set(items.map((it) => it.when.start.date))].sort((one, other) =>
    (one ?? '9').localeCompare(other ?? '9'),
  );
  return days.map((date) => ({
    date,
    runs: runsOf(items.filter((it) => it.when.start.date === date).sort(byTime)),
  }));
}

function byTime({ when: one }: ProgrammeItem, { when: other }: ProgrammeItem): number {
  const [at, then] = [one.start.instant, other.start.instant];
  if (at && then) return Date.parse(at) - Date.parse(then);
  return (one.start.time ?? '').localeCompare(other.start.time ?? '');
}

/** Rows under the name of their track, where each track has one stretch of the day; else all in one run. */
function runsOf<Item extends ProgrammeItem>(items: readonly Item[]): Run<Item>[] {
  const runs: Run<Item>[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last && last.track === item.track) last.items.push(item);
    else runs.push({ track: item.track, items: [item] });
  }
  const tracks = runs.map((run) => run.track).filter((track) => track !== null);
  const isOneAfterTheOther = new Set(tracks).size === tracks.length && tracks.length > 1;
  return isOneAfterTheOther ? runs : [{ track: null, items: [...items] }];
}
