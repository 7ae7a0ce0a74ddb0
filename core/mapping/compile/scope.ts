import type { Issue } from '../issue';

/** Stands for "a problem was reported": steps after it are skipped and nothing is written. */
export const FAILED = Symbol('failed');

/** What explain mode records of one written field. */
export interface TraceEntry {
  readonly target: string;
  readonly rule: string;
  readonly sources: readonly { readonly pointer: string; readonly value: unknown }[];
  readonly result: unknown;
}

/** One call of `apply`. */
export interface Run {
  readonly mappingId: string;
  readonly root: unknown;
  readonly context: Readonly<Record<string, unknown>>;
  readonly issues: Issue[];
  readonly maxIssues: number;
  /** Only in explain mode. */
  trace?: TraceEntry[];
  reads?: { pointer: string; value: unknown }[];
}

/** What is known about a block of fields at compile time: where its records come from and where they go. */
export interface Frame {
  readonly parent: Frame | undefined;
  /** Pointer of the record inside the parent's record, e.g. `/line_items`; undefined when it has no place in the input. */
  readonly sourcePath: string | undefined;
  /** Pointer of the block inside the parent's output, e.g. `/lines`. */
  readonly targetPath: string;
  readonly repeated: boolean;
  /** Does not write by itself: its fields go to the parent's output (an intermediate level of a flattened list). */
  readonly transparent: boolean;
}

/** The record that rules currently read, and the object they write. */
export class Scope {
  readonly lets: unknown[] = [];

  constructor(
    readonly run: Run,
    readonly frame: Frame,
    readonly source: unknown,
    readonly parent: Scope | undefined,
    /** Place in the output list. */
    readonly index: number,
    /** Place in the source list, which differs when `where` skipped records. */
    readonly sourceIndex: number,
    readonly out: Record<string, unknown>,
  ) {}
}

/** JSON Pointer of the current record in the input. */
export function sourcePointer(scope: Scope): string {
  const base = scope.parent === undefined ? '' : sourcePointer(scope.parent);
  const own = scope.frame.sourcePath;
  if (own === undefined) return base;
  return `${base}${own}${scope.frame.repeated ? `/${scope.sourceIndex}` : ''}`;
}

/** JSON Pointer of the current block in the output. */
export function targetPointer(scope: Scope): string {
  const base = scope.parent === undefined ? '' : targetPointer(scope.parent);
  if (scope.frame.transparent) return base;
  return `${base}${scope.frame.targetPath}${scope.frame.repeated ? `/${scope.index}` : ''}`;
}

/** Escapes one key for a JSON Pointer (RFC 6901). */
export function escapePointer(key: string): string {
  return key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}
