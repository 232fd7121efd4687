/** Times as the CMS gives them: an instant where one is known, else as much of a date as was announced. */

export interface EventTime {
  /** UTC instant (RFC 3339); null unless the exact time is known. */
  instant: string | null;
  /** Calendar date `YYYY-MM-DD` in `timeZone`. */
  date: string | null;
  /** Local time `HH:MM` or `HH:MM:SS` in `timeZone`. */
  time: string | null;
  /** Calendar month `YYYY-MM`. */
  month: string | null;
  /** IANA zone the organisers announced; null when they gave none. */
  timeZone: string | null;
  precision: 'MINUTE' | 'DAY' | 'MONTH' | 'TBD';
  isAnywhereOnEarth: boolean;
  /** The organisers' own words. */
  announcedAs: string | null;
}

export interface TimeSpan {
  start: EventTime;
  end: EventTime | null;
  isAllDay: boolean;
}

/** The value of `<time datetime>`; undefined when nothing is known. */
export function machineTime(time: EventTime): string | undefined {
  return time.instant ?? time.date ?? time.month ?? undefined;
}

/** The local day as an instant of UTC, so that formatting in UTC shows it unchanged. */
export function localDay(time: EventTime): Date | null {
  const day = time.date ?? (time.month ? `${time.month}-01` : null);
  return day === null ? null : new Date(`${day}T00:00:00Z`);
}
