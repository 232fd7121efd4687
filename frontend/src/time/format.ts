/** Times in words, in the zone in which they were announced. */

import type { Language } from '../paths';
import { localDay, type EventTime, type TimeSpan } from './values';

const LOCALES: Record<Language, string> = { en: 'en-GB', 'zh-hans': 'zh-CN' };

/** What Intl puts between the two ends of a range. */
const THIN_SPACE = /[\u2009\u202f]/g;

type Options = Intl.DateTimeFormatOptions;
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, options: Options): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(LOCALES[language], options);
  formatters.set(key, made);
  return made;
}

const DAY: Options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' };
const WEEKDAY: Options = { ...DAY, weekday: 'short', month: 'short' };
const MONTH: Options = { month: 'long', year: 'numeric', timeZone: 'UTC' };

/** The day or month, without the time: “5 November 2026”; empty when nothing is known. */
export function formatDay(time: EventTime, language: Language, { hasWeekday = false } = {}): string {
  const day = localDay(time);
  if (!day) return '';
  if (!time.date) return formatter(language, MONTH).format(day);
  return formatter(language, hasWeekday ? WEEKDAY : DAY).format(day);
}

/** A month `YYYY-MM` in words: “November 2026”. */
export function formatMonth(month: string, language: Language): string {
  return formatter(language, MONTH).format(new Date(`${month}-01T00:00:00Z`));
}

/** The local time of day, `14:30`; empty when none is known. */
export function formatClock(time: EventTime): string {
  return time.precision === 'MINUTE' ? (time.time ?? '').slice(0, 5) : '';
}

/** Short name of the zone at that time: “CET”, “GMT+8”, “AoE”; empty when no zone was given. */
export function zoneName(time: EventTime, language: Language): string {
  if (time.isAnywhereOnEarth) return 'AoE';
  if (!time.timeZone) return '';
  const at = time.instant ? new Date(time.instant) : (localDay(time) ?? new Date(0));
  const parts = formatter(language, { timeZone: time.timeZone, timeZoneName: 'short' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? time.timeZone;
}

/** One time with its zone: “5 November 2026, 14:00 CET”; empty when nothing is known. */
export function formatTime(time: EventTime, language: Language, { hasWeekday = false } = {}): string {
  const clock = formatClock(time);
  const zone = clock || time.isAnywhereOnEarth ? zoneName(time, language) : '';
  const moment = [formatDay(time, language, { hasWeekday }), clock]
    .filter(Boolean)
    .join(language === 'en' ? ', ' : ' ');
  return [moment, zone].filter(Boolean).join(' ');
}

/** A span: “5 – 7 November 2026”, “Thu, 5 Nov 2026, 14:00–15:30 CET”. */
export function formatSpan({ start, end }: TimeSpan, language: Language): string {
  if (!end) return formatTime(start, language, { hasWeekday: true });
  const from = localDay(start);
  const to = localDay(end);
  if (!from || !to) return formatTime(start, language);
  const clocks = [formatClock(start), formatClock(end)];
  if (start.date === end.date) {
    const zone = clocks[0] ? zoneName(start, language) : '';
    const hours = clocks.filter(Boolean).join('–');
    const moment = [formatDay(start, language, { hasWeekday: true }), hours]
      .filter(Boolean)
      .join(language === 'en' ? ', ' : ' ');
    return [moment, zone].filter(Boolean).join(' ');
  }
  if (clocks[0]) {
    return `${formatTime({ ...start, timeZone: null }, language)} – ${formatTime(end, language)}`;
  }
  const options = start.date && end.date ? DAY : MONTH;
  const written = formatter(language, options);
  // CLDR writes ranges of Chinese dates in figures only.
  if (language === 'zh-hans') {
    const isSameYear = from.getUTCFullYear() === to.getUTCFullYear();
    return `${written.format(from)}至${written.format(to).replace(isSameYear ? /^\d+年/ : '', '')}`;
  }
  return written.formatRange(from, to).replace(THIN_SPACE, ' ');
}

/** The parts of a date as a programme sets them: day of the month, short month, short weekday, year. */
export interface Stamp {
  day: string;
  month: string;
  weekday: string;
  year: string;
}

/** The stamp of a time; null when its day is not known. */
export function stampOf(time: EventTime, language: Language): Stamp | null {
  const at = localDay(time);
  if (!at || !time.date) return null;
  const part = (options: Options) => formatter(language, { ...options, timeZone: 'UTC' }).format(at);
  return {
    day: String(at.getUTCDate()),
    month: part({ month: 'short' }),
    weekday: part({ weekday: 'short' }),
    year: String(at.getUTCFullYear()),
  };
}
