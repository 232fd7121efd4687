/** The calendar of one person: that of the site, filtered. */

interface Feed {
  calendarUrl: string;
  atomUrl: string;
}

export interface PersonFeed extends Feed {
  webcalUrl: string;
  googleCalendarUrl: string;
  outlookUrl: string;
}

/** `uid` is the last part of the person's path; `title` names the subscription. */
export function personFeed(site: Feed, uid: string, title: string): PersonFeed {
  const calendarUrl = withPerson(site.calendarUrl, uid);
  const webcalUrl = calendarUrl.replace(/^https?:/, 'webcal:');
  const outlook = new URLSearchParams({ url: calendarUrl, name: title });
  return {
    calendarUrl,
    atomUrl: withPerson(site.atomUrl, uid),
    webcalUrl,
    googleCalendarUrl: `https://calendar.google.com/calendar/r?${new URLSearchParams({ cid: webcalUrl }).toString()}`,
    outlookUrl: `https://outlook.live.com/calendar/0/addfromweb?${outlook.toString()}`,
  };
}

function withPerson(address: string, uid: string): string {
  const url = new URL(address);
  url.searchParams.set('person', uid);
  return url.href;
}
