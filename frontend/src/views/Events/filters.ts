/** By what visitors choose events. */

import { languageName } from '../../i18n/names';
import type { Words } from '../../i18n/words';
import type { Language } from '../../paths';
import { addDays, dayIn, startOfDay } from '../../time/days';
import { optionsOf, readChoice, readWords, type Choice, type Option } from '../choices';
import type { EventFacets, EventFilter } from './query';

const TYPES = {
  TALK: 'Talk',
  FORUM: 'Forum',
  TUTORIAL: 'Tutorial',
  CALL_FOR_PAPERS: 'CallForPapers',
  SEMINAR_SERIES: 'SeminarSeries',
} as const;
type TypeValue = keyof typeof TYPES;

/** A series stands in the list by its talks, unless it is asked for. */
const TYPES_BY_DEFAULT: TypeValue[] = ['TALK', 'FORUM', 'TUTORIAL', 'CALL_FOR_PAPERS'];

/** What is held in both ways can be attended in either. */
const ATTENDANCE = {
  'in-person': ['IN_PERSON', 'HYBRID'],
  online: ['ONLINE', 'HYBRID'],
} as const satisfies Record<string, EventFilter['attendanceMode']>;

const WHENS = ['upcoming', 'today', 'week', 'past', 'all'] as const;
export type When = (typeof WHENS)[number];

export interface Filters {
  when: Choice<When>;
  type: Choice<TypeValue>;
  mode: Choice<keyof typeof ATTENDANCE>;
  topic: Choice<string>;
  language: Choice<string>;
  series: Choice<string>;
  words: string;
}

interface Interface {
  words: Words;
  language: Language;
}

export function readFilters(
  given: URLSearchParams,
  facets: EventFacets,
  { words, language }: Interface,
): Filters {
  const { filters, when, attendance } = words.views;
  const modes = Object.keys(ATTENDANCE) as (keyof typeof ATTENDANCE)[];
  return {
    words: readWords(given),
    when: readChoice(given, {
      name: 'when',
      label: filters.when,
      options: optionsOf(WHENS, (it) => when[it]),
      hasDefault: true,
    }),
    type: readChoice(given, {
      name: 'type',
      label: filters.type,
      options: optionsOf(Object.keys(TYPES) as TypeValue[], (it) => words.types[TYPES[it]]),
    }),
    mode: readChoice(given, {
      name: 'mode',
      label: filters.mode,
      options: optionsOf(modes, (it) => attendance[it]),
    }),
    topic: readChoice(given, { name: 'topic', label: filters.topic, options: findTopics(facets, language) }),
    language: readChoice(given, {
      name: 'language',
      label: filters.language,
      options: findLanguages(facets, language),
    }),
    series: readChoice(given, {
      name: 'series',
      label: filters.series,
      options: findSeries(facets),
    }),
  };
}

/** The choices in the order in which they are asked for. */
export function choicesOf({ when, type, mode, topic, language, series }: Filters): Choice[] {
  return [when, type, mode, topic, language, series];
}

interface Reader {
  now: Date;
  /** IANA zone whose days are meant by “today”. */
  zone: string;
  /** The language of the interface. */
  language: Language;
}

/** What the CMS is asked for. */
export function whereOf(filters: Filters, reader: Reader): EventFilter {
  const { type, mode, topic, language, series } = filters;
  return {
    onceIn: reader.language,
    types: type.chosen ? [type.chosen.value] : TYPES_BY_DEFAULT,
    ...(mode.chosen && { attendanceMode: [...ATTENDANCE[mode.chosen.value]] }),
    ...(topic.chosen && { topics: [topic.chosen.value] }),
    ...(language.chosen && { languages: [language.chosen.value] }),
    ...(series.chosen && { below: series.chosen.value }),
    ...whenOf(filters.when.chosen?.value ?? 'upcoming', reader),
  };
}

/** What the CMS is asked for besides, where events ahead are listed: those called off from today on. */
export function whereCalledOff(filters: Filters, reader: Reader): EventFilter {
  const { startsAt } = whenOf('today', reader);
  return { ...whereOf(filters, reader), phase: ['CANCELLED'], startsAt: { gte: startsAt?.gte ?? null } };
}

export function isAhead({ when }: Filters): boolean {
  return when.chosen === null;
}

/** Past events stand from the latest on. */
export function directionOf(filters: Filters): 'ASC' | 'DESC' {
  const when = filters.when.chosen?.value;
  return when === 'past' || when === 'all' ? 'DESC' : 'ASC';
}

function whenOf(
  when: When,
  { now, zone }: Omit<Reader, 'language'>,
): Pick<EventFilter, 'phase' | 'startsAt'> {
  if (when === 'all') return {};
  if (when === 'upcoming') return { phase: ['LIVE', 'UPCOMING', 'POSTPONED', 'UNSCHEDULED'] };
  const today = dayIn(zone, now);
  const end = addDays(today, when === 'week' ? 7 : 1);
  // What was called off for a later day is listed there.
  if (when === 'past') {
    return { phase: ['PAST', 'CANCELLED'], startsAt: { lt: startOfDay(end, zone).toISOString() } };
  }
  return {
    startsAt: { gte: startOfDay(today, zone).toISOString(), lt: startOfDay(end, zone).toISOString() },
  };
}

function findTopics({ topics }: EventFacets, language: Language): Option<string>[] {
  const options = topics.map((it) => ({ parameter: it.slug, label: it.name, value: it.id }));
  return sorted(options, language);
}

function findLanguages({ filed, filedTalks }: EventFacets, language: Language): Option<string>[] {
  const latest = [...(filed?.nodes ?? []), ...(filedTalks?.nodes ?? [])];
  const tags = [...new Set(latest.flatMap((it) => it.languages))];
  const options = tags.map((tag) => ({ parameter: tag, label: languageName(tag, language), value: tag }));
  return sorted(options, language);
}

function findSeries({ series }: EventFacets): Option<string>[] {
  return (series?.nodes ?? []).map((it) => ({
    parameter: it.slug,
    label: it.title ?? it.slug,
    value: it.id,
  }));
}

function sorted(options: Option<string>[], language: Language): Option<string>[] {
  return options.sort((one, other) => one.label.localeCompare(other.label, language));
}
