/** How large the CMS takes a document to be (`api/graphql/limits.py`). */

import { readFileSync } from 'node:fs';

import { Kind, parse, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

export interface Size {
  /** Levels of fields. */
  depth: number;
  /** Fields, each fragment spelled out wherever it is named. */
  fields: number;
}

const LIMITS = readFileSync(new URL('../../../api/graphql/limits.py', import.meta.url), 'utf-8');

/** A limit of the CMS by its name there. */
export function limit(name: string): number {
  const found = new RegExp(`^${name} = ([\\d_]+)$`, 'm').exec(LIMITS)?.[1];
  if (!found) throw new Error(`api/graphql/limits.py has no ${name}`);
  return Number(found.replaceAll('_', ''));
}

export function measure(document: DocumentNode): Size {
  const fragments = new Map(
    document.definitions
      .filter((it): it is FragmentDefinitionNode => it.kind === Kind.FRAGMENT_DEFINITION)
      .map((it) => [it.name.value, it]),
  );
  const operations = document.definitions.filter((it) => it.kind === Kind.OPERATION_DEFINITION);
  const sizes = operations.map((it) => sizeOf(it.selectionSet, fragments));
  return {
    depth: Math.max(...sizes.map((it) => it.depth)),
    fields: sizes.reduce((sum, it) => sum + it.fields, 0),
  };
}

function sizeOf(
  selections: SelectionSetNode | undefined,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Size {
  const size = { depth: 0, fields: 0 };
  for (const node of selections?.selections ?? []) {
    const set =
      node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value)?.selectionSet : node.selectionSet;
    const inside = sizeOf(set, fragments);
    const own = node.kind === Kind.FIELD ? 1 : 0;
    size.depth = Math.max(size.depth, inside.depth + own);
    size.fields += inside.fields + own;
  }
  return size;
}

/** Lexical tokens of a document as it is sent. */
export function countTokens(text: string): number {
  let count = 0;
  let token = parse(text).loc?.startToken.next;
  while (token?.next) {
    count += 1;
    token = token.next;
  }
  return count;
}

/** Fields that are renamed. */
export function countAliases(text: string): number {
  let count = 0;
  JSON.stringify(parse(text, { noLocation: true }), (key, value: unknown) => {
    if (key === 'alias' && value) count += 1;
    return value;
  });
  return count;
}
