import { expect, test } from 'vitest';

import { personId } from '../../cms/ids';
import { personFeed } from './feed';
import { personJsonLd } from './jsonLd';

const UID = '1ecfbff7-191a-4933-9737-458186bac42a';

test('the id of a person follows from the address', () => {
  expect([
    personId(UID),
    personId(UID.toUpperCase()),
    personId('../admin'),
    personId(''),
    personId(`${UID}:en`),
  ]).toEqual(['UGVyc29uOjFlY2ZiZmY3LTE5MWEtNDkzMy05NzM3LTQ1ODE4NmJhYzQyYQ', null, null, null, null]);
});

test('the calendar of a person is that of the site, filtered', () => {
  const site = {
    calendarUrl: 'https://cms.example.org/feeds/events.ics',
    atomUrl: 'https://cms.example.org/feeds/events.atom',
  };

  expect(personFeed(site, UID, 'Ada & Bo')).toEqual({
    calendarUrl: `https://cms.example.org/feeds/events.ics?person=${UID}`,
    atomUrl: `https://cms.example.org/feeds/events.atom?person=${UID}`,
    webcalUrl: `webcal://cms.example.org/feeds/events.ics?person=${UID}`,
    googleCalendarUrl: `https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fcms.example.org%2Ffeeds%2Fevents.ics%3Fperson%3D${UID}`,
    outlookUrl: `https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fcms.example.org%2Ffeeds%2Fevents.ics%3Fperson%3D${UID}&name=Ada+%26+Bo`,
  });
});

test('a person in the words of schema.org leaves no script open', () => {
  const json = personJsonLd({
    url: 'https://site.example.org/people/x/',
    name: '</script><script>alert(1)</script> & Co',
    nameNative: null,
    honorific: null,
    homepage: 'https://example.org/',
    orcid: '0000-0002-1825-0097',
    affiliation: { name: 'Institute', url: null, ror: null },
    photo: null,
  });

  expect(json).not.toMatch(/[<>&]/);
  expect(JSON.parse(json)).toEqual({
    '@context': 'https://schema.org',
    '@type': 'Person',
    '@id': 'https://site.example.org/people/x/',
    url: 'https://site.example.org/people/x/',
    name: '</script><script>alert(1)</script> & Co',
    affiliation: { '@type': 'Organization', name: 'Institute' },
    sameAs: ['https://example.org/', 'https://orcid.org/0000-0002-1825-0097'],
  });
});
