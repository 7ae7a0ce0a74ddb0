import type { JsonValue, Limits, Mapping } from '../format';
import { MappingError } from '../issue';
import type { Frame, Scope } from './scope';
import { FAILED, sourcePointer, targetPointer } from './scope';

export interface LetSlot {
  readonly slot: number;
  /** True when the value is a Decimal (or a list of them), so that calculations use it as it is. */
  readonly decimal: boolean;
}

/** What the compiler knows while it compiles one block of fields. */
export interface Block {
  readonly parent: Block | undefined;
  readonly frame: Frame;
  readonly lets: Map<string, LetSlot>;
  /** Pattern of the record in the input for coverage, e.g. `line_items[]`; undefined when it is not in the input. */
  readonly pattern: string | undefined;
  /** The record is `{first, items}`, made by `groupBy`. */
  readonly grouped: boolean;
}

/** One mapping being compiled. */
export interface Environment {
  readonly mapping: Mapping;
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, JsonValue>>;
  readonly limits: Required<Limits>;
  readonly traced: boolean;
  /** Input patterns that some rule reads, for coverage. */
  readonly reads: Set<string>;
  /** Names declared under `context`. */
  readonly contextNames: ReadonlySet<string>;
  /** How many rules, conditions and calculations were compiled so far. */
  size: number;
}

/** The rule a value belongs to: what a message names. */
export interface RuleInfo {
  /** Rule key as written, with its parents: `lines[].sku`. */
  readonly key: string;
  /** Target pointer inside the block, e.g. `/sku`. */
  readonly target: string;
  readonly personal: boolean;
  /** A part of `concat`: an object it makes becomes an entry of the list. */
  readonly listed?: boolean;
  /** Belongs to a `let`: it writes nothing, so messages about it name no target. */
  readonly hidden?: boolean;
}

export interface PathInfo {
  /** Pointer of the value, computed only when a message needs it. */
  pointer(scope: Scope): string;
  /** The path reads something that is personal by its name (a name, a phone number, an address). */
  readonly personal: boolean;
}

/** More rules than any real mapping has; a mapping is data from outside and must not occupy the process. */
const MAX_SIZE = 10_000;

/** Counts one rule, condition or calculation. */
export function countPart(environment: Environment, where: string): void {
  environment.size++;
  if (environment.size > MAX_SIZE)
    throw new MappingError(where, `the mapping has more than ${MAX_SIZE} rules, conditions and calculations`);
}

/** Reports a problem of the current record. Always returns FAILED, so that closures can `return report(…)`. */
export function report(scope: Scope, rule: RuleInfo, source: PathInfo | undefined, message: string): typeof FAILED {
  return reportAt(scope, rule, source === undefined ? sourcePointer(scope) : source.pointer(scope), message);
}

/** {@link report} for a place in the input that is already known. */
export function reportAt(scope: Scope, rule: RuleInfo, source: string, message: string): typeof FAILED {
  const { run } = scope;
  // Twice the limit is collected because doubles are removed afterwards.
  if (run.issues.length < run.maxIssues * 2) {
    run.issues.push({
      rule: `${run.mappingId}#${rule.key}`,
      source,
      target: rule.hidden === true ? '' : `${targetPointer(scope)}${rule.target}`,
      message,
    });
  }
  return FAILED;
}

/** A value as a message may show it: short plain codes of fields that are not personal, everything else by its shape. */
export function showCode(value: unknown, rule: RuleInfo, source: PathInfo | undefined): string | undefined {
  if (rule.personal || source?.personal === true || typeof value !== 'string') return undefined;
  return /^[\w.:/#+-]{1,40}$/.test(value) && !value.includes('@') && !/\d{7,}/.test(value) ? `"${value}"` : undefined;
}

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/** Keys that reach into JavaScript's own machinery are refused when a mapping is compiled. */
export function assertSafeKey(key: string, where: string): void {
  if (FORBIDDEN_KEYS.has(key)) throw new MappingError(where, `the name "${key}" is not allowed`);
}

/** Names under `let`, `context`, `tables` and `blocks`. */
export function assertName(name: string, where: string): void {
  assertSafeKey(name, where);
  if (!/^[A-Za-z_]\w{0,99}$/.test(name))
    throw new MappingError(where, `"${name}" is not a name: letters, digits and _ only, beginning with a letter`);
}

/** Refuses keys that the vocabulary does not have: a misspelt key must not be ignored in silence. */
export function assertKeys(
  value: unknown,
  allowed: readonly string[],
  where: string,
  what: string,
): asserts value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MappingError(where, `${what} must be an object`);
  for (const key of Object.keys(value)) {
    if (!allowed.includes(key))
      throw new MappingError(where, `${what} has no key "${key.slice(0, 40)}"; the keys are ${allowed.join(', ')}`);
  }
}
