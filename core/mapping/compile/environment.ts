import type { JsonValue, Limits, Mapping } from '../format';
import { MappingError } from '../issue';
import type { Frame, Scope } from './scope';
import { FAILED, sourcePointer, targetPointer } from './scope';

export interface LetSlot {
  readonly slot: number;
  /** True when the value is a Decimal, so that calculations use it as it is. */
  readonly decimal: boolean;
}

/** What the compiler knows while it compiles one block of fields. */
export interface Block {
  readonly parent: Block | undefined;
  readonly frame: Frame;
  readonly lets: Map<string, LetSlot>;
  /** Pattern of the record in the input for coverage, e.g. `line_items[]`; undefined when it is not in the input. */
  readonly pattern: string | undefined;
}

/** One mapping being compiled. */
export interface Environment {
  readonly mapping: Mapping;
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, JsonValue>>;
  readonly limits: Required<Limits>;
  readonly traced: boolean;
  /** Input patterns that some rule reads, for coverage. */
  readonly reads: Set<string>;
}

/** The rule a value belongs to: what a message names. */
export interface RuleInfo {
  /** Rule key as written, with its parents: `lines[].sku`. */
  readonly key: string;
  /** Target pointer inside the block, e.g. `/sku`. */
  readonly target: string;
  readonly personal: boolean;
}

export interface PathInfo {
  /** Pointer of the value, computed only when a message needs it. */
  pointer(scope: Scope): string;
}

/** Reports a problem of the current record. Always returns FAILED, so that closures can `return report(…)`. */
export function report(scope: Scope, rule: RuleInfo, source: PathInfo | undefined, message: string): typeof FAILED {
  const { run } = scope;
  if (run.issues.length < run.maxIssues) {
    run.issues.push({
      rule: `${run.mappingId}#${rule.key}`,
      source: source === undefined ? sourcePointer(scope) : source.pointer(scope),
      target: `${targetPointer(scope)}${rule.target}`,
      message,
    });
  }
  return FAILED;
}

/** A value as a message may show it: short plain codes of fields that are not personal, everything else by its shape. */
export function showCode(value: unknown, rule: RuleInfo): string | undefined {
  if (rule.personal || typeof value !== 'string') return undefined;
  return /^[\w.:/#+-]{1,40}$/.test(value) && !value.includes('@') && !/\d{7,}/.test(value) ? `"${value}"` : undefined;
}

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/** Keys that reach into JavaScript's own machinery are refused when a mapping is compiled. */
export function assertSafeKey(key: string, where: string): void {
  if (FORBIDDEN_KEYS.has(key)) throw new MappingError(where, `the name "${key}" is not allowed`);
}
