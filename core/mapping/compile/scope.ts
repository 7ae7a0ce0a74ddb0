import type { Issue } from '../issue';

/** Stands for "a problem was reported": steps after it are skipped and nothing is written. */
export const FAILED = Symbol('failed');

export type Bag = Readonly<Record<string, unknown>>;

/** What rules read when the record is not an object: nothing. */
const NOTHING: Bag = Object.freeze(Object.create(null) as Record<string, unknown>);
const NO_LETS: unknown[] = [];

/** A JSON object: not a list, not null. */
export function isRecord(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Makes empty objects of one block. */
export type MakeRecord = new () => Record<string, unknown>;

/**
 * A constructor of plain objects, one for each block of fields: V8 learns from the first few how many fields the block's objects
 * have and makes the next ones with room for all of them, which `{}` has only for four.
 */
export function recordMaker(): MakeRecord {
  const Made = function Made() {
    /* Nothing: the fields are written by the rules. */
  };
  Made.prototype = Object.prototype;
  return Made as unknown as MakeRecord;
}

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
  readonly context: Bag;
  readonly issues: Issue[];
  readonly maxIssues: number;
  /** List entries that may still be looked at. */
  visitsLeft: number;
  /** Only in explain mode. */
  trace?: TraceEntry[] | undefined;
  reads?: { pointer: string; value: unknown }[] | undefined;
}

/** What is known about a block of fields at compile time: where its records come from and where they go. */
export interface Frame {
  readonly parent: Frame | undefined;
  /** Pointer of the record inside the parent's record, e.g. `/line_items`; undefined when it has no place in the input. */
  readonly sourcePath: string | undefined;
  /** How many records above the parent's one `sourcePath` starts (`^.x`); 'root' for `$.x`. */
  readonly sourceBase: number | 'root';
  /** Pointer of the block inside the parent's output, e.g. `/lines`. */
  readonly targetPath: string;
  readonly repeated: boolean;
  /** One object that `concat` puts into a list. */
  readonly listed: boolean;
  /** Does not write by itself: its fields go to the parent's output (an intermediate level of a flattened list). */
  readonly transparent: boolean;
}

/** The record that rules currently read, and the object they write. One scope serves all records of a list, one after the other. */
export class Scope {
  lets: unknown[] = NO_LETS;
  source: unknown = undefined;
  /** The record when it is an object, otherwise an empty one, so that reading a field needs no check. */
  record: Bag = NOTHING;
  /** Place in the output list. */
  index = 0;
  /** Place in the source list, which differs when `where` skipped records. */
  sourceIndex = 0;
  /** How many entries `concat` had already joined before this record's list or object: for target pointers. */
  offset = 0;
  /** The same for whatever this scope's rule compiles next inside `concat`. */
  partOffset = 0;
  out: Record<string, unknown> = NOTHING as Record<string, unknown>;
  /** Pointers of the current record, worked out when they are first asked for. */
  sourceText: string | undefined = undefined;
  targetText: string | undefined = undefined;

  constructor(
    readonly run: Run,
    readonly frame: Frame,
    readonly parent: Scope | undefined,
  ) {}

  /** Moves on to a record. */
  enter(source: unknown, index: number, sourceIndex: number): void {
    this.source = source;
    this.record = isRecord(source) ? source : NOTHING;
    this.index = index;
    this.sourceIndex = sourceIndex;
    this.sourceText = undefined;
    this.targetText = undefined;
  }

  /** Corrects the place in the output list. */
  placeAt(index: number): void {
    this.index = index;
    this.targetText = undefined;
  }

  /** Room for the values named under `let`. */
  prepareLets(): void {
    if (this.lets === NO_LETS) this.lets = [];
  }
}

/** The scope so many records above. */
export function scopeAbove(scope: Scope, up: number): Scope {
  let current = scope;
  for (let level = 0; level < up; level++) current = current.parent ?? current;
  return current;
}

/** JSON Pointer of the current record in the input. */
export function sourcePointer(scope: Scope): string {
  scope.sourceText ??= makeSourcePointer(scope);
  return scope.sourceText;
}

function makeSourcePointer({ frame, parent, sourceIndex }: Scope): string {
  if (parent === undefined) return '';
  if (frame.sourcePath === undefined) return sourcePointer(parent);
  const base = frame.sourceBase === 'root' ? '' : sourcePointer(scopeAbove(parent, frame.sourceBase));
  return `${base}${frame.sourcePath}${frame.repeated ? `/${sourceIndex}` : ''}`;
}

/** JSON Pointer of the current block in the output. */
export function targetPointer(scope: Scope): string {
  scope.targetText ??= makeTargetPointer(scope);
  return scope.targetText;
}

function makeTargetPointer({ frame, parent, index, offset }: Scope): string {
  const base = parent === undefined ? '' : targetPointer(parent);
  if (frame.transparent) return base;
  if (frame.repeated) return `${base}${frame.targetPath}/${index + offset}`;
  return `${base}${frame.targetPath}${frame.listed ? `/${offset}` : ''}`;
}

/** Escapes one key for a JSON Pointer (RFC 6901). */
export function escapePointer(key: string): string {
  return key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}
