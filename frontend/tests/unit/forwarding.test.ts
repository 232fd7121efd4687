import type { APIContext } from 'astro';
import { expect, test } from 'vitest';

import { GET } from '../../src/pages/go/[community]/[name]';

test('stable addresses lead on to the CMS, and nothing of that is kept', async () => {
  const params = { community: 'harbour', name: 'chat' };
  const response = await GET({
    params,
    url: new URL('http://site.test/go/harbour/chat?next=//evil'),
  } as unknown as APIContext);

  expect([response.status, Object.fromEntries(response.headers)]).toEqual([
    302,
    {
      'cache-control': 'no-store',
      location: 'http://localhost:8000/go/harbour/chat',
      'x-robots-tag': 'noindex',
    },
  ]);
});
