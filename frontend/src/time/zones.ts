/** Time zones as people know them. */

/** The place that an IANA zone is named after: “New York” for `America/New_York`. */
export function zonePlace(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}
