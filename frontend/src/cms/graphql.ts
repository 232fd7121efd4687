import { initGraphQLTada } from 'gql.tada';

import type { introspection } from './schema-env.d.ts';

/** Reads a GraphQL document against the committed schema; its result and variables are typed. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: {
    Date: string;
    DateTime: string;
    Locale: string;
    Time: string;
    TimeZone: string;
    URL: string;
  };
}>();

export type { FragmentOf, ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada';
