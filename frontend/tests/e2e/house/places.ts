/** Addresses of the sample communities: one page of each type, and each view. */

/** By type name of the schema; the same paths stand below `/zh-hans` in Chinese. */
export const PAGES = {
  Home: '/',
  EventIndex: '/earlier-editions/',
  StandardPage: '/code-of-conduct/',
  CallForPapers: '/international-conference-on-reproducible-systems-research/',
  Forum: '/trustworthy-language-technology-research-forum/',
  Tutorial: '/private-by-release/',
  SeminarSeries: '/tidewater/',
  Talk: '/tidewater/mapping-red-tides-from-forty-years-of-harbour-logbooks/',
} as const;

export const PAST_TALK =
  '/tidewater/extremes-that-arrive-together-or-the-joint-return-periods-of-surge-and-rain/';

export const VIEWS = {
  events: '/events/',
  'past events': '/events/?when=past',
  deadlines: '/deadlines/',
  people: '/people/',
  search: '/search/',
  'search results': '/search/?q=data',
  'nothing found': '/search/?q=zyxwv',
  calendar: '/calendar/',
  embed: '/embed/',
  'no such page': '/nothing-of-the-kind/',
} as const;

export const LANGUAGE_PREFIXES = { en: '', 'zh-hans': '/zh-hans' } as const;
