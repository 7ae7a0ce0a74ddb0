import { MappingError } from '../issue';
import type { Block, LetSlot } from './environment';
import { assertSafeKey } from './environment';

export type Segment =
  | { readonly key: string }
  | { readonly index: number }
  | { readonly each: true }
  | { readonly placeOf: number };

export type Anchor =
  | { readonly kind: 'record'; readonly up: number }
  | { readonly kind: 'root' }
  | { readonly kind: 'context'; readonly name: string }
  | { readonly kind: 'let'; readonly up: number; readonly slot: LetSlot }
  | { readonly kind: 'output' }
  | { readonly kind: 'index'; readonly base: 0 | 1 };

export interface ParsedPath {
  readonly anchor: Anchor;
  readonly segments: readonly Segment[];
}

const MAX_LENGTH = 300;
const MAX_SEGMENTS = 32;
const SEGMENT = /^(?:\.?([A-Za-z_$][\w$-]*)|\[(\d{1,6})\]|\[(\^*)#\]|(\[\])|\["([^"\]]{1,200})"\])/;

/** Reads the text of a path; names of JavaScript's own machinery are refused. */
export function parsePath(text: string, block: Block, contextNames: ReadonlySet<string>, where: string): ParsedPath {
  if (typeof text !== 'string') throw new MappingError(where, 'expected a path (text)');
  if (text === '') throw new MappingError(where, 'a path cannot be empty; "." is the current record');
  if (text.length > MAX_LENGTH) throw new MappingError(where, `a path has at most ${MAX_LENGTH} characters`);
  const { anchor, rest } = parseAnchor(text, block, contextNames, where);
  return { anchor, segments: parseSegments(rest, text, where) };
}

function parseSegments(all: string, text: string, where: string): Segment[] {
  const segments: Segment[] = [];
  let rest = all;
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
    if (segments.length > MAX_SEGMENTS) throw new MappingError(where, `a path has at most ${MAX_SEGMENTS} steps`);
  }
  return segments;
}

function findLet(name: string, block: Block, where: string): { up: number; slot: LetSlot } {
  let current: Block | undefined = block;
  for (let up = 0; current !== undefined; up++, current = current.parent) {
    const slot = current.lets.get(name);
    if (slot !== undefined) return { up, slot };
  }
  throw new MappingError(where, `"%${name}" is not named under "let" (a name can only be used after it)`);
}

function parseAnchor(
  text: string,
  block: Block,
  contextNames: ReadonlySet<string>,
  where: string,
): { anchor: Anchor; rest: string } {
  if (text === '#' || text === '#1') return { anchor: { kind: 'index', base: text === '#' ? 0 : 1 }, rest: '' };
  if (text === '$' || text.startsWith('$.') || text.startsWith('$[')) return { anchor: { kind: 'root' }, rest: text.slice(1) };
  if (text.startsWith('=')) return { anchor: { kind: 'output' }, rest: text.slice(1) };
  const named = /^([@%])([A-Za-z_]\w*)(.*)$/s.exec(text);
  if (named !== null) {
    const [, sign, name = '', rest = ''] = named;
    if (sign === '%') return { anchor: { kind: 'let', ...findLet(name, block, where) }, rest };
    if (!contextNames.has(name)) throw new MappingError(where, `"@${name}" is not declared under "context"`);
    return { anchor: { kind: 'context', name }, rest };
  }
  const carets = /^\^*/.exec(text)?.[0].length ?? 0;
  let current: Block | undefined = block;
  for (let up = 0; up < carets; up++) current = current?.parent;
  if (current === undefined) throw new MappingError(where, `"${text}" goes above the input`);
  const rest = text.slice(carets);
  return { anchor: { kind: 'record', up: carets }, rest: rest === '.' || (carets > 0 && rest === '') ? '' : rest };
}
