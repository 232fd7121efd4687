/** What visitors may choose from, and what they have chosen, as query parameters. */

import type { Query, QueryParameter } from '../paths';

export interface Option<Value> {
  /** As it stands in addresses. */
  parameter: string;
  label: string;
  value: Value;
}

export interface Choice<Value = unknown> {
  name: QueryParameter;
  label: string;
  options: readonly Option<Value>[];
  /** Null when nothing is chosen, or what is not among the options. */
  chosen: Option<Value> | null;
  isUnknown: boolean;
  /** Whether the first option holds when nothing is chosen; else anything goes. */
  hasDefault: boolean;
}

export function readChoice<Value>(
  given: URLSearchParams,
  { name, label, options, hasDefault = false }: Offer<Value>,
): Choice<Value> {
  const parameter = given.get(name);
  const found = options.find((it) => it.parameter === parameter) ?? null;
  const chosen = hasDefault && found === options[0] ? null : found;
  return { name, label, options, hasDefault, chosen, isUnknown: Boolean(parameter) && !found };
}

type Offer<Value> = Pick<Choice<Value>, 'name' | 'label' | 'options'> & { hasDefault?: boolean };

/** A value of an enum as it stands in addresses: `CALL_FOR_PAPERS` is `call-for-papers`. */
export function toParameter(value: string): string {
  return value.toLowerCase().replaceAll('_', '-');
}

/** Values of an enum as options, in the words of the interface. */
export function optionsOf<Value extends string>(
  values: readonly Value[],
  label: (value: Value) => string,
): Option<Value>[] {
  return values.map((value) => ({ parameter: toParameter(value), label: label(value), value }));
}

const MOST_WORDS = 10;
export const LONGEST_SEARCH = 200;

/** Words to search for, no more than the CMS takes. */
export function readWords(given: URLSearchParams): string {
  const words = (given.get('q') ?? '').slice(0, LONGEST_SEARCH).split(/\s+/).filter(Boolean);
  return words.slice(0, MOST_WORDS).join(' ');
}

/** What is chosen, as the query of an address. */
export function queryOf(choices: readonly Choice[], words = ''): Query {
  const chosen = choices.flatMap((it) => (it.chosen ? [[it.name, it.chosen.parameter] as const] : []));
  return { ...Object.fromEntries(chosen), q: words };
}
