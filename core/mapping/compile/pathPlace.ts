import type { Block } from './environment';
import type { Anchor, Segment } from './parsePath';
import type { Scope } from './scope';
import { escapePointer, scopeAbove, sourcePointer, targetPointer } from './scope';

/**
 * Names whose values are personal data whatever the rule says: a rule that forgot `personal: true` must not leak them into a
 * message. Codes and types of the same things (`country_code`, `customer_type`) may be shown.
 */
const PERSONAL =
  /name|mail|phone|mobile|address|street|city|zip|postal|birth|contact|note|recipient|buyer|passport|tax_?id|identity/i;
const CODE = /(code|type|kind|status|source|gateway|currency)$/i;

/** Where the value of a path stands: for messages and coverage, never for reading. */
export interface PathPlace {
  /** JSON Pointer of the value. */
  pointer(scope: Scope): string;
  /** Pointer text of the segments alone, for frames: `/line_items`. */
  readonly pointerText: string;
  /** Pattern in the input, e.g. `line_items[].price`; undefined when the path does not read the input. */
  readonly pattern: string | undefined;
  readonly personal: boolean;
}

/** Works out the place of a path. */
export function placeOf(anchor: Anchor, segments: readonly Segment[], block: Block): PathPlace {
  const own = anchor.kind === 'record' || anchor.kind === 'root' || anchor.kind === 'output';
  const target = anchor.kind === 'record' ? blockAbove(block, anchor.up) : undefined;
  const group = target?.grouped === true ? groupPart(segments) : undefined;
  const shown = group === undefined ? segments : segments.slice(1);
  const keys = segments.flatMap((segment) => ('key' in segment ? [segment.key] : []));
  const last = keys.at(-1) ?? '';
  const fixed = shown.some((segment) => 'placeOf' in segment) ? undefined : pointerOf(shown, undefined);
  return {
    pointer: (scope) => {
      if (group === 'items') return pointerBase(anchor, scope).replace(/\/\d+$/, '');
      return pointerBase(anchor, scope) + (own ? (fixed ?? pointerOf(shown, scope)) : '');
    },
    pointerText: group === 'items' ? '' : pointerOf(shown, undefined),
    pattern: patternOf(anchor, shown, target, group === 'items'),
    personal: (anchor.kind === 'record' || anchor.kind === 'root') && keys.some((key) => PERSONAL.test(key)) && !CODE.test(last),
  };
}

function blockAbove(block: Block, up: number): Block | undefined {
  let current: Block | undefined = block;
  for (let level = 0; level < up; level++) current = current?.parent;
  return current;
}

function groupPart(segments: readonly Segment[]): 'first' | 'items' | undefined {
  const [first] = segments;
  if (first === undefined || !('key' in first)) return undefined;
  return first.key === 'first' || first.key === 'items' ? first.key : undefined;
}

/** Pointer text of segments; a list place that depends on the record needs the scope. */
export function pointerOf(segments: readonly Segment[], scope: Scope | undefined): string {
  let text = '';
  for (const segment of segments) {
    if ('key' in segment) text += `/${escapePointer(segment.key)}`;
    else if ('index' in segment) text += `/${segment.index}`;
    else if ('placeOf' in segment && scope !== undefined) text += `/${scopeAbove(scope, segment.placeOf).index}`;
  }
  return text;
}

function pointerBase(anchor: Anchor, scope: Scope): string {
  switch (anchor.kind) {
    case 'record':
      return sourcePointer(scopeAbove(scope, anchor.up));
    case 'output':
      return targetPointer(scope);
    case 'root':
    case 'context':
      return '';
    default:
      return sourcePointer(scope);
  }
}

function patternOf(
  anchor: Anchor,
  segments: readonly Segment[],
  target: Block | undefined,
  isItems: boolean,
): string | undefined {
  let text = anchor.kind === 'root' ? '' : target?.pattern;
  if (text === undefined) return undefined;
  if (isItems) text = text.replace(/\[\]$/, '');
  for (const segment of segments) {
    if ('key' in segment) text += text === '' ? segment.key : `.${segment.key}`;
    else text += '[]';
  }
  return text;
}
