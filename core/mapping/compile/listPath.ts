import { describeShape } from '../../failure';
import { MappingError } from '../issue';
import type { Block, Environment, RuleInfo } from './environment';
import { report, reportAt } from './environment';
import type { Segment } from './parsePath';
import { parsePath } from './parsePath';
import type { CompiledPath } from './path';
import { compileGetter, isDecimalPath, readSegment } from './path';
import { placeOf, pointerOf } from './pathPlace';
import type { Frame, Scope } from './scope';
import { FAILED, isRecord } from './scope';

export interface CompiledListPath extends CompiledPath {
  /**
   * Calls `visit` for every value that the path stands for, until it returns FAILED.
   * @returns FAILED when that happened, or when the value is not a list or too long (already reported)
   */
  forEach(scope: Scope, visit: (value: unknown) => typeof FAILED | undefined): typeof FAILED | undefined;
  /** The path goes through one list only. */
  readonly single: boolean;
}

/** Compiles a path with `[]` for lists; without `[]` it stands for the list itself. */
export function compileListPath(
  text: string,
  block: Block,
  environment: Environment,
  rule: RuleInfo,
  where: string,
): CompiledListPath {
  if (typeof text !== 'string') throw new MappingError(where, 'expected a path to a list (text)');
  const { anchor, segments } = parsePath(text.includes('[]') ? text : `${text}[]`, block, environment.contextNames, where);
  const place = placeOf(anchor, segments, block);
  if (place.pattern !== undefined) environment.reads.add(place.pattern);
  const cut = segments.findIndex((segment) => 'each' in segment);
  const headSegments = segments.slice(0, cut);
  const tail = segments.slice(cut + 1);
  const head = compileGetter(anchor, headSegments);
  const headPlace = placeOf(anchor, headSegments, block);
  const { maxItems } = environment.limits;
  // The usual forms, `list` and `list[].field`, need no walking.
  const [next] = tail;
  const tailKey = tail.length === 1 && next !== undefined && 'key' in next ? next.key : undefined;

  const failHere = (scope: Scope, list: unknown): typeof FAILED =>
    report(scope, rule, headPlace, `expected a list, got ${describeShape(list)}`);
  const forEach: CompiledListPath['forEach'] = (scope, visit) => {
    const list = head(scope);
    if (environment.traced)
      scope.run.reads?.push({ pointer: headPlace.pointer(scope), value: list === FAILED ? undefined : list });
    if (list === undefined) return undefined;
    if (list === FAILED) return FAILED;
    if (!Array.isArray(list)) return failHere(scope, list);
    if (takeVisits(list, maxItems, scope, rule, headPlace) === FAILED) return FAILED;
    const records = list as readonly unknown[];
    for (let at = 0; at < records.length; at++) {
      const entry = records[at];
      if (tailKey === undefined) {
        if (walk(entry, tail, 0, scope, visit) === FAILED) return FAILED;
      } else if (visit(isRecord(entry) ? (entry[tailKey] ?? undefined) : undefined) === FAILED) return FAILED;
    }
    return undefined;
  };
  return {
    ...place,
    text,
    anchor,
    segments,
    get: head,
    forEach,
    decimal: isDecimalPath(anchor, headSegments) && tail.length === 0,
    field: undefined,
    innerField: undefined,
    single: tail.every((segment) => !('each' in segment)),
  };
}

function walk(
  value: unknown,
  tail: readonly Segment[],
  from: number,
  scope: Scope,
  visit: (value: unknown) => typeof FAILED | undefined,
): typeof FAILED | undefined {
  let current = value;
  for (let place = from; place < tail.length; place++) {
    const segment = tail[place] as Segment;
    if ('each' in segment) {
      if (!Array.isArray(current)) return undefined;
      scope.run.visitsLeft -= current.length;
      if (scope.run.visitsLeft < 0) return undefined;
      for (const entry of current as unknown[]) if (walk(entry, tail, place + 1, scope, visit) === FAILED) return FAILED;
      return undefined;
    }
    current = readSegment(current, segment, scope);
  }
  return visit(current ?? undefined);
}

/** Checks the length of a list, and that the record as a whole stays within its limit of entries looked at. */
export function takeVisits(
  list: readonly unknown[],
  maxItems: number,
  scope: Scope,
  rule: RuleInfo,
  place: { pointer(scope: Scope): string },
): typeof FAILED | undefined {
  if (list.length > maxItems)
    return reportAt(scope, rule, place.pointer(scope), `the list has ${list.length} entries; the limit is ${maxItems}`);
  scope.run.visitsLeft -= list.length;
  if (scope.run.visitsLeft >= 0) return undefined;
  return reportAt(
    scope,
    rule,
    place.pointer(scope),
    'the record is too large: its lists have more entries to look at than the limit "maxVisits" allows',
  );
}

/** Pointer of the value that `forEach` visited as number `wanted` (0-based), for a message. */
export function pointerOfVisit(path: CompiledListPath, scope: Scope, wanted: number): string {
  const cut = path.segments.findIndex((segment) => 'each' in segment);
  const tail = path.segments.slice(cut + 1);
  const list = path.get(scope);
  const inInput = path.anchor.kind === 'record' || path.anchor.kind === 'root';
  if (!inInput || !path.single || !Array.isArray(list) || wanted >= list.length) return path.pointer(scope);
  const suffix = pointerOf(tail, scope);
  const whole = path.pointer(scope);
  return `${whole.slice(0, whole.length - suffix.length)}/${wanted}${suffix}`;
}

/** Scope for a list that is only looked at (sum, some, allocate): it has a place in the input, none in the output. */
export function inspectionBlock(path: CompiledListPath, block: Block, where: string): { block: Block; frame: Frame } {
  if (path.segments.findIndex((segment) => 'each' in segment) !== path.segments.length - 1)
    throw new MappingError(where, `"${path.text}" must be one list; go into its entries with a sum, some or each inside`);
  const { anchor } = path;
  const inInput = path.pattern !== undefined;
  const frame: Frame = {
    parent: block.frame,
    sourcePath: inInput ? path.pointerText : undefined,
    sourceBase: anchor.kind === 'record' ? anchor.up : 'root',
    targetPath: '',
    repeated: true,
    listed: false,
    transparent: true,
  };
  return { frame, block: { parent: block, frame, lets: new Map(), pattern: path.pattern, grouped: false } };
}
