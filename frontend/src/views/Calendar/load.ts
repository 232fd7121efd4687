import type { Reading } from '../../cms/request';
import type { Words } from '../../i18n/words';
import type { SiteFacts } from '../../layouts/head';
import type { Language } from '../../paths';
import { mergeAgenda, type AgendaItem } from './agenda';
import { AgendaDocument, CalendarDocument, type Subscribable } from './query';

export interface CalendarView {
  site: SiteFacts;
  series: Subscribable[];
  single: Subscribable[];
  agenda: AgendaItem[];
}

interface Asked {
  cms: Reading;
  words: Words;
  language: Language;
}

export async function readCalendar({ cms, words, language }: Asked): Promise<CalendarView> {
  const [{ site, series, single }, { events, importantDates }] = await Promise.all([
    cms.read(CalendarDocument, { language }),
    cms.read(AgendaDocument, { language }),
  ]);
  const followed = (rows: readonly Subscribable[] = []) => rows.filter((it) => it.feed);
  return {
    site,
    series: followed(series?.nodes),
    single: followed(single?.nodes),
    agenda: mergeAgenda(events?.nodes ?? [], importantDates?.nodes ?? [], words),
  };
}
