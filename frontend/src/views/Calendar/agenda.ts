/** Events and announced dates in one order of time. */

import { dateLabel } from '../../components/dates';
import type { Words } from '../../i18n/words';
import { localDay, type EventTime, type TimeSpan } from '../../time/values';
import type { AgendaAnswer } from './query';

const LONGEST = 30;

export interface AgendaItem {
  path: string;
  /** Null for a talk whose title is not announced. */
  title: string | null;
  locale: string;
  kind: string;
  span: TimeSpan;
}

type Rows<Name extends keyof AgendaAnswer> = NonNullable<AgendaAnswer[Name]>['nodes'];

/** The next things, at most thirty, of lists with as many at least, unless there are no more. */
export function mergeAgenda(
  events: Rows<'events'>,
  dates: Rows<'importantDates'>,
  words: Words,
): AgendaItem[] {
  const items = [...events.map((it) => ofEvent(it, words)), ...dates.flatMap((it) => ofDate(it, words))];
  return items
    .filter((it) => it.span.start.month !== null)
    .sort((one, other) => pointOf(one.span.start) - pointOf(other.span.start))
    .slice(0, LONGEST);
}

function ofEvent(event: Rows<'events'>[number], words: Words): AgendaItem {
  const { path, title, locale, when, __typename } = event;
  return { path, title, locale, span: when, kind: words.types[__typename] };
}

function ofDate(date: Rows<'importantDates'>[number], words: Words): AgendaItem[] {
  const { event, anchor, at, until } = date;
  if (!event) return [];
  const span = { start: at, end: until, isAllDay: false };
  const path = `${event.path}#${anchor}`;
  return [{ path, title: event.title, locale: event.locale, span, kind: dateLabel(date, words) }];
}

function pointOf(time: EventTime): number {
  return (time.instant === null ? localDay(time) : new Date(time.instant))?.getTime() ?? 0;
}
