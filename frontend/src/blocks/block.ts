/** A block of body text, by its type in the schema. */

import type { BodyFragment } from '../cms/fragments';
import type { FragmentOf } from '../cms/graphql';

export type AnyBlock = FragmentOf<typeof BodyFragment>;
export type BlockName = AnyBlock['__typename'];

/** A block of one type, such as `BlockOf<'TableBlock'>`. */
export type BlockOf<Name extends BlockName> = Extract<AnyBlock, { __typename: Name }>;

/** `Known` when it has a component for each block of the schema, else a text that says which file is missing. */
export type Complete<Known> = [Exclude<BlockName, keyof Known>] extends [never]
  ? Known
  : `Add src/blocks/${Exclude<BlockName, keyof Known>}/${Exclude<BlockName, keyof Known>}.astro`;
