/** The documents that the site sends to the CMS. */

import { Kind, type DocumentNode } from 'graphql';

const MODULES = import.meta.glob<Record<string, unknown>>(
  ['../../src/**/query.ts', '../../src/templates/page.ts', '../../src/cms/chrome.ts'],
  { eager: true },
);

const SOURCES = import.meta.glob<string>('../../src/**/*.ts', {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** Modules that hold nothing but fragments, and the function that reads documents. */
const WITHOUT_OPERATIONS = new Set([
  '../../src/cms/fragments.ts',
  '../../src/cms/graphql.ts',
  '../../src/templates/event.ts',
]);

function isOperation(value: unknown): value is DocumentNode {
  if (typeof value !== 'object' || value === null || !('definitions' in value)) return false;
  const { definitions } = value as DocumentNode;
  return definitions.some((it) => it.kind === Kind.OPERATION_DEFINITION);
}

/** All operations with the names that they are exported by. */
export const OPERATIONS: [string, DocumentNode][] = Object.values(MODULES)
  .flatMap((module) => Object.entries(module))
  .filter((entry): entry is [string, DocumentNode] => isOperation(entry[1]));

/** Modules that call `graphql()` where `OPERATIONS` does not look. */
export const UNSEEN: string[] = Object.entries(SOURCES)
  .filter(([path, source]) => /\bgraphql\(/.test(source) && !(path in MODULES))
  .map(([path]) => path)
  .filter((path) => !WITHOUT_OPERATIONS.has(path));
