import type { Reading } from '../../cms/request';
import type { Words } from '../../i18n/words';
import type { SiteFacts } from '../../layouts/head';
import type { Language } from '../../paths';
import { addDays, dayIn, startOfDay } from '../../time/days';
import { readCursors, readPage, type PageInfo } from '../paging';
import { insertCalledOff } from './calledOff';
import { directionOf, isAhead, readFilters, whereCalledOff, whereOf, type Filters } from './filters';
import {
  EventFacetsDocument,
  EventsDocument,
  MoreTopicsDocument,
  type EventRow,
  type Topic,
  type TopicPage,
} from './query';

const PAGE_SIZE = 30;

export interface EventList {
  site: SiteFacts;
  filters: Filters;
  events: EventRow[];
  /** How many there are on all pages. */
  count: number;
  pageInfo: PageInfo;
}

interface Asked {
  cms: Reading;
  given: URLSearchParams;
  words: Words;
  language: Language;
  now: Date;
}

export async function readEvents({ cms, given, words, language, now }: Asked): Promise<EventList> {
  const facets = await cms.read(EventFacetsDocument, { language });
  const topics = await readTopics(cms, facets.topics);
  const { site } = facets;
  const zone = site?.timeZone ?? 'UTC';
  const filters = readFilters(given, { ...facets, topics }, { words, language });
  const reader = { now, zone, language };
  const { events, calledOff } = await readPage(readCursors(given, PAGE_SIZE), (cursors) =>
    cms.read(EventsDocument, {
      ...cursors,
      where: whereOf(filters, reader),
      calledOff: whereCalledOff(filters, reader),
      isAhead: isAhead(filters),
      search: filters.words || null,
      direction: directionOf(filters),
    }),
  );
  cms.holdUntil(startOfDay(addDays(dayIn(zone, now), 1), zone), now);
  const pageInfo = events?.pageInfo ?? NO_PAGES;
  const shown = insertCalledOff(events?.nodes ?? [], calledOff?.nodes ?? [], pageInfo);
  const count = (events?.totalCount ?? 0) + (calledOff?.totalCount ?? 0);
  return { site, filters, events: shown, count, pageInfo };
}

/** The topics of all pages, of which the first has been read. */
async function readTopics(cms: Reading, first: TopicPage | null): Promise<Topic[]> {
  const topics = [...(first?.nodes ?? [])];
  let after = nextOf(first);
  while (after !== null) {
    const { topics: page } = await cms.read(MoreTopicsDocument, { after });
    topics.push(...(page?.nodes ?? []));
    after = nextOf(page);
  }
  return topics;
}

function nextOf(page: TopicPage | null): string | null {
  return page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
}

const NO_PAGES: PageInfo = {
  startCursor: null,
  endCursor: null,
  hasNextPage: false,
  hasPreviousPage: false,
};
