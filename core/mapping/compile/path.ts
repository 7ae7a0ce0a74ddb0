import { MappingError } from '../issue';
import type { Block, Environment, LetSlot, PathInfo } from './environment';
import { assertSafeKey } from './environment';
import type { Scope } from './scope';
import { escapePointer, sourcePointer, targetPointer } from './scope';

type Segment = { readonly key: string } | { readonly index: number } | { readonly each: true } | { readonly placeOf: number };

type Anchor =
  | { readonly kind: 'record'; readonly up: number }
  | { readonly kind: 'root' }
  | { readonly kind: 'context'; readonly name: string }
  | { readonly kind: 'let'; readonly up: number; readonly slot: LetSlot }
  | { readonly kind: 'output' }
  | { readonly kind: 'index'; readonly base: 0 | 1 };

export interface CompiledPath extends PathInfo {
  readonly text: string;
  /** The value, `undefined` when it is missing or null. */
  get(scope: Scope): unknown;
  /** Pointer text of the segments, for frames: `/line_items`. */
  readonly pointerText: string;
  /** Pattern in the input for coverage, e.g. `line_items[].price`; undefined when it does not read the input. */
  readonly pattern: string | undefined;
  readonly decimal: boolean;
}

export interface CompiledListPath extends CompiledPath {
  /** Calls `visit` for every value that the path with `[]` stands for. */
  forEach(scope: Scope, visit: (value: unknown) => void): void;
}

const SEGMENT = /^(?:\.?([A-Za-z_$][\w$-]*)|\[(\d{1,6})\]|\[(\^*)#\]|(\[\])|\["([^"\]]{1,200})"\])/;

function parseSegments(text: string, where: string): Segment[] {
  const segments: Segment[] = [];
  let rest = text;
  while (rest !== '') {
    const match = SEGMENT.exec(rest);
    if (match === null) throw new MappingError(where, `"${text}" is not a path; near "${rest.slice(0, 20)}"`);
    const [whole, name, index, carets, each, quoted] = match;
    const key = name ?? quoted;
    if (key !== undefined) {
      assertSafeKey(key, where);
      segments.push({ key });
    } else if (index !== undefined) segments.push({ index: Number(index) });
    else if (each !== undefined) segments.push({ each: true });
    else segments.push({ placeOf: carets?.length ?? 0 });
    rest = rest.slice(whole.length);
    if (segments.length > 32) throw new MappingError(where, 'a path has at most 32 steps');
  }
  return segments;
}

function findLet(name: string, block: Block, where: string): { up: number; slot: LetSlot } {
  let current: Block | undefined = block;
  for (let up = 0; current !== undefined; up++, current = current.parent) {
    const slot = current.lets.get(name);
    if (slot !== undefined) return { up, slot };
  }
  throw new MappingError(where, `"%${name}" is not named under "let"`);
}

function parseAnchor(text: string, block: Block, where: string): { anchor: Anchor; rest: string } {
  if (text === '#' || text === '#1') return { anchor: { kind: 'index', base: text === '#' ? 0 : 1 }, rest: '' };
  if (text === '$' || text.startsWith('$.') || text.startsWith('$[')) return { anchor: { kind: 'root' }, rest: text.slice(1) };
  if (text.startsWith('=')) return { anchor: { kind: 'output' }, rest: text.slice(1) };
  const named = /^([@%])([A-Za-z_]\w*)(.*)$/s.exec(text);
  if (named !== null) {
    const [, sign, name = '', rest = ''] = named;
    if (sign === '@') {
      assertSafeKey(name, where);
      return { anchor: { kind: 'context', name }, rest };
    }
    return { anchor: { kind: 'let', ...findLet(name, block, where) }, rest };
  }
  const carets = /^\^*/.exec(text)?.[0].length ?? 0;
  if (carets > 0) {
    let current: Block | undefined = block;
    for (let up = 0; up < carets; up++) current = current?.parent;
    if (current === undefined) throw new MappingError(where, `"${text}" goes above the input`);
  }
  const rest = text.slice(carets);
  return { anchor: { kind: 'record', up: carets }, rest: rest === '.' ? '' : rest };
}

function baseGetter(anchor: Anchor): (scope: Scope) => unknown {
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
      return (scope) => {
        let current: Scope | undefined = scope;
        for (let level = 0; level < up; level++) current = current?.parent;
        return current?.lets[place];
      };
    }
    case 'record': {
      const { up } = anchor;
      if (up === 0) return (scope) => scope.source;
      if (up === 1) return (scope) => scope.parent?.source;
      return (scope) => {
        let current: Scope | undefined = scope;
        for (let level = 0; level < up; level++) current = current?.parent;
        return current?.source;
      };
    }
  }
}

type Bag = Readonly<Record<string, unknown>>;

/** Reads one key of a plain object; anything else (text has `length` too) counts as missing. */
function readKey(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag)[key] : undefined;
}

function placeAbove(scope: Scope, up: number): number {
  let current: Scope | undefined = scope;
  for (let level = 0; level < up; level++) current = current?.parent;
  return current?.index ?? -1;
}

function readSegment(value: unknown, segment: Segment, scope: Scope): unknown {
  if ('key' in segment) return readKey(value, segment.key);
  if (!Array.isArray(value)) return undefined;
  if ('index' in segment) return (value as unknown[])[segment.index];
  if ('placeOf' in segment) return (value as unknown[])[placeAbove(scope, segment.placeOf)];
  return undefined;
}

function compileGetter(anchor: Anchor, segments: readonly Segment[]): (scope: Scope) => unknown {
  const base = baseGetter(anchor);
  const [first, second] = segments;
  if (first === undefined) return (scope) => base(scope) ?? undefined;
  if (segments.length === 1 && 'key' in first) {
    const { key } = first;
    if (anchor.kind === 'record' && anchor.up === 0) return (scope) => readKey(scope.source, key) ?? undefined;
    return (scope) => readKey(base(scope), key) ?? undefined;
  }
  if (segments.length === 2 && second !== undefined && 'key' in first && 'key' in second) {
    const outer = first.key;
    const inner = second.key;
    return (scope) => readKey(readKey(base(scope), outer), inner) ?? undefined;
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

function pointerOf(segments: readonly Segment[], scope: Scope | undefined): string {
  let text = '';
  for (const segment of segments) {
    if ('key' in segment) text += `/${escapePointer(segment.key)}`;
    else if ('index' in segment) text += `/${segment.index}`;
    else if ('placeOf' in segment && scope !== undefined) text += `/${placeAbove(scope, segment.placeOf)}`;
  }
  return text;
}

function pointerBase(anchor: Anchor, scope: Scope): string {
  switch (anchor.kind) {
    case 'record': {
      let current: Scope = scope;
      for (let level = 0; level < anchor.up; level++) current = current.parent ?? current;
      return sourcePointer(current);
    }
    case 'output':
      return targetPointer(scope);
    case 'root':
      return '';
    default:
      return sourcePointer(scope);
  }
}

function patternOf(anchor: Anchor, segments: readonly Segment[], block: Block): string | undefined {
  let base: string | undefined;
  if (anchor.kind === 'root') base = '';
  else if (anchor.kind === 'record') {
    let current: Block | undefined = block;
    for (let up = 0; up < anchor.up; up++) current = current?.parent;
    base = current?.pattern;
  }
  if (base === undefined) return undefined;
  let text = base;
  for (const segment of segments) {
    if ('key' in segment) text += text === '' ? segment.key : `.${segment.key}`;
    else text += '[]';
  }
  return text;
}

function compileAny(text: string, block: Block, environment: Environment, where: string) {
  if (text.length > 300) throw new MappingError(where, 'a path has at most 300 characters');
  const { anchor, rest } = parseAnchor(text, block, where);
  const segments = parseSegments(rest, where);
  const pattern = patternOf(anchor, segments, block);
  if (pattern !== undefined) environment.reads.add(pattern);
  const own = anchor.kind === 'record' || anchor.kind === 'root' || anchor.kind === 'output';
  return {
    anchor,
    segments,
    pattern,
    pointer: (scope: Scope) => pointerBase(anchor, scope) + (own ? pointerOf(segments, scope) : ''),
    decimal: anchor.kind === 'let' && anchor.slot.decimal && segments.every((segment) => 'placeOf' in segment || 'index' in segment),
  };
}

function traced(environment: Environment, get: (scope: Scope) => unknown, pointer: (scope: Scope) => string): (scope: Scope) => unknown {
  if (!environment.traced) return get;
  return (scope) => {
    const value = get(scope);
    scope.run.reads?.push({ pointer: pointer(scope), value });
    return value;
  };
}

/** Compiles a path that stands for one value. */
export function compilePath(text: string, block: Block, environment: Environment, where: string): CompiledPath {
  const { anchor, segments, pattern, pointer, decimal } = compileAny(text, block, environment, where);
  if (segments.some((segment) => 'each' in segment)) throw new MappingError(where, `"${text}" stands for many values; use sum, count, join or each`);
  return { text, get: traced(environment, compileGetter(anchor, segments), pointer), pointer, pointerText: pointerOf(segments, undefined), pattern, decimal };
}

/** Compiles a path with `[]` for lists; without `[]` it stands for the list itself. */
export function compileListPath(text: string, block: Block, environment: Environment, where: string): CompiledListPath {
  const { anchor, segments, pattern, pointer, decimal } = compileAny(text.includes('[]') ? text : `${text}[]`, block, environment, where);
  const cut = segments.findIndex((segment) => 'each' in segment);
  const head = compileGetter(anchor, segments.slice(0, cut));
  const tail = segments.slice(cut + 1);
  const walk = (value: unknown, from: number, scope: Scope, visit: (value: unknown) => void): void => {
    let current = value;
    for (let place = from; place < tail.length; place++) {
      const segment = tail[place] as Segment;
      if ('each' in segment) {
        if (Array.isArray(current)) for (const entry of current) walk(entry, place + 1, scope, visit);
        return;
      }
      current = readSegment(current, segment, scope);
    }
    visit(current ?? undefined);
  };
  const forEach = (scope: Scope, visit: (value: unknown) => void): void => {
    const list = head(scope);
    if (environment.traced) scope.run.reads?.push({ pointer: pointer(scope), value: list });
    if (Array.isArray(list)) for (const entry of list) walk(entry, 0, scope, visit);
  };
  return { text, get: head, forEach, pointer, pointerText: pointerOf(segments, undefined), pattern, decimal };
}
