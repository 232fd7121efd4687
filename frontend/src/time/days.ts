/** Days of the calendar in a time zone. */

const DAY_MS = 86_400_000;

/** The day `YYYY-MM-DD` that it is at an instant in an IANA zone. */
export function dayIn(zone: string, at: Date): string {
  return new Date(localMs(zone, at)).toISOString().slice(0, 10);
}

/** The first instant of a day `YYYY-MM-DD` in an IANA zone, which need not be midnight where clocks are put forward then. */
export function startOfDay(day: string, zone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const candidates = [-DAY_MS, DAY_MS]
    .map((near) => new Date(midnight - offsetMs(zone, new Date(midnight + near))))
    .sort((one, other) => one.getTime() - other.getTime());
  return candidates.find((it) => dayIn(zone, it) === day) ?? new Date(midnight);
}

/** The day that lies `days` after a day `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Sunday that ends the week of a day (ISO 8601). */
export function endOfWeek(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, (7 - weekday) % 7);
}

/** The local date and time of an instant, as if it were in UTC, in milliseconds without their fraction of a second. */
function localMs(zone: string, at: Date): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map((it) => [it.type, Number(it.value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function offsetMs(zone: string, at: Date): number {
  return localMs(zone, at) - Math.floor(at.getTime() / 1000) * 1000;
}
