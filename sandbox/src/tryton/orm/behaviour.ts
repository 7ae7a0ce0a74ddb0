import type { Value } from '../values/value';
import type { Domain } from './domain';
import type { Environment } from './environment';
import type { Model } from './model';
import type { ModelRecord } from './record';
import type { OrderClause } from './definition';

/** Field values by name. */
export interface Values {
  readonly [field: string]: Value;
}

/** Ids and the values to write on them, several pairs at once. */
export type WritePair = readonly [ids: readonly number[], values: Values];

/** A search clause whose field may carry a dotted rest. */
export type Clause = readonly [string, string, Value, ...Value[]];

/** A method that clients may call: its parameters without the context. */
export interface Method {
  /** True when the first parameter is a list of ids; they are checked as the server does. */
  readonly onRecords?: boolean;
  /** True for buttons, which check the right to write instead of anything else. */
  readonly button?: boolean;
  /** False for a method that ignores access rights while it runs. */
  call(env: Environment, parameters: readonly Value[], model: Model): Value;
}

/** What a model does beyond storing its fields. Every part is optional; what is missing fails loudly when it is needed. */
export interface Behaviour {
  /** Values of computed fields, by field name or by the recorded name of the getter. */
  readonly getters?: { readonly [name: string]: (record: ModelRecord, field: string) => Value };
  /** Turns a clause on a computed field into a domain, by field name or by the recorded name of the searcher. */
  readonly searchers?: { readonly [name: string]: (clause: Clause, env: Environment) => Domain };
  /** Stores a computed field. */
  readonly setters?: { readonly [name: string]: (env: Environment, ids: readonly number[], value: Value) => void };
  readonly defaults?: { readonly [field: string]: (env: Environment) => Value };
  /** Order clauses that stand for a field; an empty list orders nothing. */
  readonly orders?: { readonly [field: string]: readonly OrderClause[] };
  readonly create?: (env: Environment, list: readonly Values[], next: (list: readonly Values[]) => number[]) => number[];
  readonly write?: (env: Environment, pairs: readonly WritePair[], next: (pairs: readonly WritePair[]) => void) => void;
  readonly delete?: (env: Environment, ids: readonly number[], next: () => void) => void;
  /** Values that a copy gets unless the caller gives them. */
  readonly copyDefaults?: (env: Environment) => Values;
  readonly validate?: (records: readonly ModelRecord[]) => void;
  readonly methods?: { readonly [name: string]: Method };
}
