import { expect, test } from 'vitest';

import { day, minute, span, UNKNOWN } from '../../../tests/fixtures/times';
import { wordsIn } from '../../i18n/words';
import { mergeAgenda } from './agenda';

const page = { path: '/a/', locale: 'en' };
type Events = Parameters<typeof mergeAgenda>[0];
type Dates = Parameters<typeof mergeAgenda>[1];

test('what happens and what ends stand in one order, what has no month is left out', () => {
  const events = [
    { ...page, __typename: 'Talk', title: 'First', when: span(minute('2027-06-14', '09:00')) },
    { ...page, __typename: 'Forum', title: 'Third', when: span(day('2027-06-20')) },
    { ...page, __typename: 'Talk', title: 'Undated', when: span(UNKNOWN) },
  ] as Events;
  const dates = [
    {
      anchor: 'submission',
      kind: 'SUBMISSION',
      label: 'Submission',
      at: day('2027-06-15'),
      until: null,
      event: { ...page, title: 'Second' },
    },
    { anchor: 'gone', kind: 'OTHER', label: 'Gone', at: day('2027-06-15'), until: null, event: null },
  ] as unknown as Dates;

  const agenda = mergeAgenda(events, dates, wordsIn('zh-hans'));

  expect(agenda.map(({ title, kind, path }) => [title, kind, path])).toEqual([
    ['First', '讲座', '/a/'],
    ['Second', '投稿', '/a/#submission'],
    ['Third', '论坛', '/a/'],
  ]);
});
