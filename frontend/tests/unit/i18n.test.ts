import { expect, test } from 'vitest';

import { directionOf } from '../../src/i18n/direction';
import { languageName, regionName } from '../../src/i18n/names';
import { wordsIn } from '../../src/i18n/words';

type Leaf = [path: string, value: unknown];

function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path ? `${path}.${key}` : key));
}

const english = leavesOf(wordsIn('en'));
const chinese = new Map(leavesOf(wordsIn('zh-hans')));

test('what is said in English is said in Chinese, and nothing else is', () => {
  const said = (leaves: Iterable<Leaf>) =>
    [...leaves].filter(([, text]) => text !== '').map(([path]) => path);

  expect(said(chinese).sort()).toEqual(said(english).sort());
});

test('no sentence was left in English', () => {
  const same = english.filter(
    ([path, text]) => typeof text === 'string' && text.includes(' ') && chinese.get(path) === text,
  );

  expect(same).toEqual([]);
});

test('names of countries and languages are in the language of the interface', () => {
  expect([
    regionName('NO', 'en'),
    regionName('NO', 'zh-hans'),
    languageName('zh-Hans', 'en'),
    languageName('en', 'zh-hans'),
  ]).toEqual(['Norway', '挪威', 'Simplified Chinese', '英语']);
});

test('the direction follows the language of the content', () => {
  expect(['en', 'zh-hans', 'ar', 'he'].map(directionOf)).toEqual(['ltr', 'ltr', 'rtl', 'rtl']);
});
