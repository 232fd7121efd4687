import { expect, test } from 'vitest';

import { contentPolicy } from './policy';

const CMS = 'https://cms.example.org';

/** The sources that a policy names, by directive. */
function read(policy: string): Map<string, string[]> {
  return new Map(policy.split('; ').map((it) => [it.split(' ')[0] ?? '', it.split(' ').slice(1)]));
}

test('pages run scripts of the site and one more, and stand in no frame', () => {
  const policy = read(contentPolicy({ cms: CMS, isPreview: false }));

  expect(policy.get('default-src')).toEqual(["'none'"]);
  expect(policy.get('script-src')).toEqual(["'self'", expect.stringMatching(/^'sha256-[\w+/]{43}='$/)]);
  expect(policy.get('style-src')).toEqual(["'self'"]);
  expect(policy.get('base-uri')).toEqual(["'none'"]);
  expect(policy.get('form-action')).toEqual(["'self'"]);
  expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
});

test('previews run scripts of the CMS too, and stand in its frames alone', () => {
  const policy = read(contentPolicy({ cms: CMS, isPreview: true }));

  expect(policy.get('script-src')).toEqual(["'self'", expect.stringMatching(/^'sha256-/), CMS]);
  expect(policy.get('frame-ancestors')).toEqual([CMS]);
});
