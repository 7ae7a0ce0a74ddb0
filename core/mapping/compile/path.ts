import { MappingError } from '../issue';
import type { Block, Environment, PathInfo } from './environment';
import type { Anchor, Segment } from './parsePath';
import { parsePath } from './parsePath';
import type { PathPlace } from './pathPlace';
import { placeOf } from './pathPlace';
import type { Bag, Scope } from './scope';
import { FAILED, isRecord, scopeAbove } from './scope';

export type Get = (scope: Scope) => unknown;

export interface CompiledPath extends PathInfo, PathPlace {
  readonly text: string;
  readonly anchor: Anchor;
  readonly segments: readonly Segment[];
  /** The value, `undefined` when it is missing or null, FAILED when it comes from a `let` that failed. */
  readonly get: Get;
  /** The value is a Decimal. */
  readonly decimal: boolean;
  /** Set when the path is one field of the current record, so that readers can inline it. */
  readonly field: string | undefined;
  /** With `field` missing: set when the path is a field of an object in the current record. */
  readonly innerField: InnerField | undefined;
}

/** `properties.lot`: a field of an object in the current record. */
export interface InnerField {
  readonly outer: string;
  readonly key: string;
}

/** Compiles a path that stands for one value. */
export function compilePath(text: string, block: Block, environment: Environment, where: string): CompiledPath {
  const { anchor, segments } = parsePath(text, block, environment.contextNames, where);
  if (segments.some((segment) => 'each' in segment))
    throw new MappingError(where, `"${text}" stands for many values; use sum, count, list or each`);
  const place = placeOf(anchor, segments, block);
  if (place.pattern !== undefined) environment.reads.add(place.pattern);
  const get = compileGetter(anchor, segments);
  const [first] = segments;
  const isField = anchor.kind === 'record' && anchor.up === 0 && segments.length === 1 && first !== undefined && 'key' in first;
  return {
    ...place,
    text,
    anchor,
    segments,
    get: environment.traced ? traced(get, place) : get,
    decimal: isDecimalPath(anchor, segments),
    field: isField && !environment.traced ? first.key : undefined,
    innerField: environment.traced ? undefined : innerFieldOf(anchor, segments),
  };
}

function innerFieldOf(anchor: Anchor, segments: readonly Segment[]): InnerField | undefined {
  const [outer, inner, ...others] = segments;
  if (anchor.kind !== 'record' || anchor.up !== 0 || others.length > 0) return undefined;
  if (outer === undefined || inner === undefined || !('key' in outer) || !('key' in inner)) return undefined;
  return { outer: outer.key, key: inner.key };
}

/** A value named under `let` that is a Decimal, or an entry of a list of them. */
export function isDecimalPath(anchor: Anchor, segments: readonly Segment[]): boolean {
  return anchor.kind === 'let' && anchor.slot.decimal && segments.every((segment) => 'placeOf' in segment || 'index' in segment);
}

function traced(get: Get, place: PathPlace): Get {
  return (scope) => {
    const value = get(scope);
    scope.run.reads?.push({ pointer: place.pointer(scope), value: value === FAILED ? undefined : value });
    return value;
  };
}

function baseGetter(anchor: Anchor): Get {
  switch (anchor.kind) {
    case 'root':
      return (scope) => scope.run.root;
    case 'context': {
      const { name } = anchor;
      return (scope) => scope.run.context[name];
    }
    case 'output':
      return (scope) => scope.out;
    case 'index': {
      const { base } = anchor;
      return (scope) => scope.index + base;
    }
    case 'let': {
      const { up, slot } = anchor;
      const place = slot.slot;
      if (up === 0) return (scope) => scope.lets[place];
      if (up === 1) return (scope) => scope.parent?.lets[place];
      return (scope) => scopeAbove(scope, up).lets[place];
    }
    case 'record': {
      const { up } = anchor;
      if (up === 0) return (scope) => scope.source;
      if (up === 1) return (scope) => scope.parent?.source;
      return (scope) => scopeAbove(scope, up).source;
    }
  }
}

/** Reads one key of a plain object; anything else (text has `length` too) counts as missing. */
function readKey(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

/** Reads one step of a path; a value that already failed stays failed. */
export function readSegment(value: unknown, segment: Segment, scope: Scope): unknown {
  if (value === FAILED) return FAILED;
  if ('key' in segment) return readKey(value, segment.key);
  if (!Array.isArray(value)) return undefined;
  if ('index' in segment) return (value as unknown[])[segment.index];
  if ('placeOf' in segment) return (value as unknown[])[scopeAbove(scope, segment.placeOf).index];
  return undefined;
}

/** A reader of anchor and segments, with short forms for what mappings mostly hold: fields of records and values under `let`. */
export function compileGetter(anchor: Anchor, segments: readonly Segment[]): Get {
  const base = baseGetter(anchor);
  const [first] = segments;
  if (first === undefined) return (scope) => base(scope) ?? undefined;
  if ('key' in first && anchor.kind === 'record' && anchor.up === 0) {
    if (segments.length === 1) return (scope) => scope.record[first.key] ?? undefined;
    const inner = innerFieldOf(anchor, segments);
    if (inner !== undefined) return (scope) => readInner(inner, scope) ?? undefined;
  }
  if (segments.length === 1 && 'key' in first) {
    const { key } = first;
    if (anchor.kind === 'record' && anchor.up === 1) return (scope) => (scope.parent as Scope).record[key] ?? undefined;
    if (anchor.kind === 'output') return (scope) => scope.out[key] ?? undefined;
  }
  return (scope) => {
    let value = base(scope);
    for (const segment of segments) {
      if (value === undefined || value === null) return undefined;
      value = readSegment(value, segment, scope);
    }
    return value ?? undefined;
  };
}

/** Reads a field of an object in the current record; null stays null. */
export function readInner({ outer, key }: InnerField, scope: Scope): unknown {
  const value = scope.record[outer];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as Bag)[key];
}
