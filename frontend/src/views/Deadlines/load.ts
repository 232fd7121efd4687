import { DUE } from '../../components/dates';
import type { Reading } from '../../cms/request';
import type { Words } from '../../i18n/words';
import type { SiteFacts } from '../../layouts/head';
import type { Language } from '../../paths';
import { addDays, dayIn, startOfDay } from '../../time/days';
import { optionsOf, readChoice, type Choice } from '../choices';
import { readCursors, readPage, type PageInfo } from '../paging';
import { groupByNearness, type Nearness } from './nearness';
import { DeadlinesDocument, type BoardDate, type DateKind, type TypeOfEvent } from './query';

const PAGE_SIZE = 80;
const RECENT_DAYS = 30;

/** What asks for nothing but to be known. */
const OTHER_KINDS = [
  'CALL_OPENS',
  'NOTIFICATION',
  'MATERIAL_RELEASE',
  'PRESENTATION',
  'OTHER',
] as const satisfies DateKind[];

const TYPES = {
  CALL_FOR_PAPERS: 'CallForPapers',
  FORUM: 'Forum',
  TUTORIAL: 'Tutorial',
  SEMINAR_SERIES: 'SeminarSeries',
} as const satisfies Partial<Record<TypeOfEvent, keyof Words['types']>>;

export interface Board {
  site: SiteFacts;
  choices: Choice[];
  open: Record<Nearness, BoardDate[]>;
  closed: BoardDate[];
  pageInfo: PageInfo | null;
}

interface Asked {
  cms: Reading;
  given: URLSearchParams;
  words: Words;
  language: Language;
  now: Date;
}

export async function readBoard({ cms, given, words, language, now }: Asked): Promise<Board> {
  const kind = readChoice(given, {
    name: 'deadline',
    label: words.views.filters.deadline,
    options: kindOptions(words),
    hasDefault: true,
  });
  const types = Object.keys(TYPES) as (keyof typeof TYPES)[];
  const type = readChoice(given, {
    name: 'type',
    label: words.views.filters.type,
    options: optionsOf(types, (it) => words.types[TYPES[it]]),
  });
  const recently = startOfDay(addDays(dayIn('UTC', now), -RECENT_DAYS), 'UTC').toISOString();
  const { site, open, closed } = await readPage(readCursors(given, PAGE_SIZE), (cursors) =>
    cms.read(DeadlinesDocument, {
      ...cursors,
      recently,
      language,
      kinds: kind.chosen ? [...kind.chosen.value] : [...DUE],
      types: type.chosen ? [type.chosen.value] : null,
    }),
  );
  const zone = site?.timeZone ?? 'UTC';
  const today = dayIn(zone, now);
  cms.holdUntil(startOfDay(addDays(today, 1), zone), now);
  const shown = (dates: readonly BoardDate[] = []) => dates.filter((it) => it.event);
  return {
    site,
    choices: [kind, type],
    open: groupByNearness(shown(open?.nodes), today),
    closed: shown(closed?.nodes),
    pageInfo: open?.pageInfo ?? null,
  };
}

function kindOptions({ views, dates }: Words) {
  const one = optionsOf<DateKind>([...DUE, ...OTHER_KINDS], (it) => dates[it]);
  return [
    { parameter: 'due', label: views.board.todo, value: DUE },
    { parameter: 'all', label: views.board.everything, value: [...DUE, ...OTHER_KINDS] },
    ...one.map((it) => ({ ...it, value: [it.value] })),
  ];
}
