import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test('the types of the schema are those of the schema of the CMS', { timeout: 60_000 }, () => {
  const fresh = join(mkdtempSync(join(tmpdir(), 'schema-')), 'schema-env.d.ts');

  execFileSync('node_modules/.bin/gql.tada', ['generate-output', '--output', fresh], { cwd: ROOT });

  expect(readFileSync(join(ROOT, 'src/cms/schema-env.d.ts'), 'utf-8')).toBe(readFileSync(fresh, 'utf-8'));
});
