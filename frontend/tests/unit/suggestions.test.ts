/** Suggestions of the built site, before a CMS that finds as much as it is told to. */

import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import type { Suggestion } from '../../src/views/Search/suggestions';
import { buildSite, Site } from './cache/site-process';
import { day, span } from '../fixtures/times';

const PAGE = {
  __typename: 'Talk',
  title: 'On $x$ & <b>',
  locale: 'en',
  when: span(day('2027-06-14')),
};
const PERSON = { path: '/people/u/', name: 'Ada & Co' };

let home: string;
let site: Site;
const found = { pages: 0, people: 0 };
const asked: object[] = [];

const cms = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '', 'http://cms.example.org');
  const variables = JSON.parse(searchParams.get('variables') ?? '{}') as object;
  response.end(JSON.stringify({ data: 'words' in variables ? find(variables) : { contentVersion: '1' } }));
});

function find(variables: object) {
  asked.push(variables);
  const pages = Array.from({ length: found.pages }, (_, number) => ({
    ...PAGE,
    path: `/p${String(number)}/`,
  }));
  const people = Array.from({ length: found.people }, () => PERSON);
  return { search: { nodes: pages }, people: { nodes: people } };
}

async function ask(words: string, prefix = ''): Promise<Suggestion[]> {
  const { body } = await site.get(`${prefix}/search/suggestions.json?q=${encodeURIComponent(words)}`);
  return JSON.parse(body) as Suggestion[];
}

beforeAll(async () => {
  home = await buildSite();
  cms.listen(0, '127.0.0.1');
  await once(cms, 'listening');
  site = await Site.start(home, `http://127.0.0.1:${String((cms.address() as AddressInfo).port)}`);
}, 60_000);

afterAll(async () => {
  await site.kill();
  cms.close();
  cms.closeAllConnections();
  await rm(home, { recursive: true });
});

beforeEach(() => {
  asked.length = 0;
});

test('suggestions say what they are in the language of the reader, with nothing that runs', async () => {
  Object.assign(found, { pages: 1, people: 1 });

  const [page, someone] = await ask('sig', '/zh-hans');

  expect({ ...page, html: page?.html.replace(/<math.*<\/math>/, 'MATH') }).toEqual({
    html: 'On MATH &amp; &lt;b&gt;',
    path: '/p0/',
    note: '讲座 · 2027年6月14日',
  });
  expect(someone).toEqual({ html: 'Ada &amp; Co', path: '/zh-hans/people/u/', note: '人员' });
  expect(asked).toEqual([{ words: 'sig', language: 'zh-hans' }]);
});

test.each([
  [10, 3, 2, 3],
  [10, 0, 5, 0],
  [1, 3, 1, 3],
])('of %i pages and %i people, %i and %i are suggested', async (pages, people, ofPages, ofPeople) => {
  Object.assign(found, { pages, people });

  const suggestions = await ask('sig');

  const isPerson = (it: Suggestion) => it.path === PERSON.path;
  expect([
    suggestions.filter((it) => !isPerson(it)).length,
    suggestions.filter((it) => isPerson(it)).length,
  ]).toEqual([ofPages, ofPeople]);
});

test('one letter is too few to ask for, one Chinese character is not', async () => {
  Object.assign(found, { pages: 1, people: 0 });

  expect([(await ask('s')).length, (await ask('海')).length]).toEqual([0, 1]);
  expect(asked).toEqual([{ words: '海', language: 'en' }]);
});
