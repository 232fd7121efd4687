import { pages } from './pages/en';
import { views } from './views/en';
import { vocabulary } from './vocabulary/en';

/** The interface in English, the language that all others follow. */
export const en = {
  ...vocabulary,
  ...pages,
  views,
  site: {
    skip: 'Skip to content',
    navigation: 'Site',
    languages: 'Language',
    footer: 'About this site',
    theme: 'Light or dark',
    zone: 'Show times in my time zone',
    themeLight: 'Light',
    themeDark: 'Dark',
    zoneNote: (zone: string) => `Times are in ${zone}.`,
    contact: 'Contact',
    feeds: 'Feeds',
    poweredBy: 'Calendars and feeds follow what you see here.',
    breadcrumbs: 'You are here',
  },
  nav: {
    home: 'Home',
    events: 'Events',
    deadlines: 'Deadlines',
    people: 'People',
    search: 'Search',
    calendar: 'Calendar',
    embed: 'Embed',
  },
  home: {
    now: 'On now',
    next: 'Coming up',
    deadlines: 'Open deadlines',
    allEvents: 'All events',
    allDeadlines: 'All deadlines',
    nothing: 'Nothing is announced yet.',
    communities: 'Communities',
  },
  types: {
    CallForPapers: 'Call for papers',
    Forum: 'Forum',
    SeminarSeries: 'Seminar series',
    Talk: 'Talk',
    Tutorial: 'Tutorial',
    Event: 'Event',
    EventIndex: 'Events',
    Home: 'Home',
    StandardPage: 'Page',
    Person: 'Person',
  },
  phase: {
    UPCOMING: 'Upcoming',
    LIVE: 'On now',
    PAST: 'Past',
    CANCELLED: 'Cancelled',
    POSTPONED: 'Postponed',
    UNSCHEDULED: 'Date to be announced',
  },
  status: {
    SCHEDULED: 'Scheduled',
    TENTATIVE: 'Tentative',
    MOVED_ONLINE: 'Moved online',
    POSTPONED: 'Postponed',
    CANCELLED: 'Cancelled',
  },
  mode: {
    IN_PERSON: 'In person',
    ONLINE: 'Online',
    HYBRID: 'In person and online',
    UNKNOWN: '',
  },
  time: {
    when: 'When',
    where: 'Where',
    toBeAnnounced: 'To be announced',
    anywhereOnEarth: 'Anywhere on Earth',
    anywhereOnEarthNote: 'The day has to be over everywhere on Earth: until 12:00 UTC of the next day.',
    assumed: 'Time zone not announced',
    announcedAs: (words: string) => `Announced as “${words}”`,
    titleToBeAnnounced: 'Title to be announced',
    languages: 'Languages',
  },
  errors: {
    '403': {
      title: 'This page is not open to everybody',
      text: 'Its organisers share it with participants only. Ask them for access.',
    },
    '404': {
      title: 'There is nothing at this address',
      text: 'The address may be mistyped. Search finds events, talks and people.',
    },
    '410': {
      title: 'This page has been withdrawn',
      text: 'It was public once; its organisers have taken it down.',
    },
    '500': {
      title: 'This page does not work',
      text: 'Something is wrong with it on our side. Other pages are not affected.',
    },
    '503': {
      title: 'Back in a moment',
      text: 'This page cannot be read right now. Please try again in a few seconds.',
    },
  },
} as const;
