import { describeShape } from '../../failure';
import type { Rule } from '../format';
import { MappingError } from '../issue';
import { fieldsOf } from './block';
import type { Test } from './condition';
import { compileCondition } from './condition';
import type { Block, Environment, RuleInfo } from './environment';
import { report } from './environment';
import { compileFields } from './fields';
import { compileGroup } from './group';
import { takeVisits } from './listPath';
import type { CompiledPath } from './path';
import { compilePath } from './path';
import { printed } from './finish';
import { compileRule } from './rule';
import type { Frame } from './scope';
import { FAILED, Scope, recordMaker } from './scope';
import type { CompiledSource, Read } from './source';

const NO_OUTPUT = Object.freeze({}) as Record<string, unknown>;

interface Level {
  readonly path: CompiledPath;
  readonly frame: Frame;
}

/**
 * A list of output records, one for each record of a list. `lots[].serials` flattens two levels to one list; `where` looks at the
 * innermost records; `groupBy` then collects what is left into groups `{first, items}`.
 */
export function compileEach(
  rule: Rule,
  each: string,
  outer: Block,
  environment: Environment,
  info: RuleInfo,
  where: string,
): CompiledSource {
  const { levels, block } = compileLevels(each, outer, environment, info, where);
  // Seen from a record of the list, the list itself is the target.
  const own: RuleInfo = { ...info, target: '' };
  const test = rule.where === undefined ? undefined : compileCondition(rule.where, block, environment, own, `${where}.where`);
  const group = rule.groupBy === undefined ? undefined : compileGroup(rule.groupBy, block, environment, own, where);
  const inner: Block = group === undefined ? block : { ...block, grouped: true };
  const make = compileElement(rule, inner, environment, info, where);
  const { maxItems } = environment.limits;
  const last = levels.length - 1;
  const Made = recordMaker();

  const visit = (
    parent: Scope,
    level: number,
    offset: number,
    take: (scope: Scope) => typeof FAILED | undefined,
  ): typeof FAILED | undefined => {
    const { path, frame } = levels[level] as Level;
    const list = path.get(parent);
    if (list === undefined || list === FAILED) return list;
    if (!Array.isArray(list)) return report(parent, info, path, `expected a list, got ${describeShape(list)}`);
    if (takeVisits(list, maxItems, parent, info, path) === FAILED) return FAILED;
    const scope = new Scope(parent.run, frame, parent);
    scope.offset = offset;
    for (let place = 0; place < list.length; place++) {
      scope.enter(list[place], place, place);
      scope.out = level === last ? NO_OUTPUT : parent.out;
      if ((level === last ? take(scope) : visit(scope, level + 1, offset, take)) === FAILED) return FAILED;
    }
    return undefined;
  };

  const [only, ...deeper] = levels as [Level, ...Level[]];
  if (deeper.length === 0 && group === undefined)
    return { yields: 'any', source: only.path, read: compileSimpleEach(only, test, make, info, maxItems) };
  return {
    yields: 'any',
    source: only.path,
    read: (scope) => {
      const output: unknown[] = [];
      const groups = group?.();
      const failed = visit(scope, 0, scope.partOffset, (own) => {
        own.placeAt(output.length);
        if (test !== undefined && !test(own)) return undefined;
        if (groups !== undefined) return groups.add(own);
        own.out = new Made();
        const value = make(own);
        if (value !== undefined && value !== FAILED) output.push(value);
        return output.length > maxItems
          ? report(scope, info, only.path, `the result has more than ${maxItems} entries, which is the limit`)
          : undefined;
      });
      if (failed === FAILED) return FAILED;
      if (groups === undefined) return output;
      for (const own of groups.scopes()) {
        own.placeAt(output.length);
        const value = make(own);
        if (value !== undefined && value !== FAILED) output.push(value);
      }
      return output;
    },
  };
}

/** One list, no groups: what most lists are, without the detours that the others need. */
function compileSimpleEach({ path, frame }: Level, test: Test | undefined, make: Read, info: RuleInfo, maxItems: number): Read {
  const Made = recordMaker();
  return (scope) => {
    const list = path.get(scope);
    const output: unknown[] = [];
    if (list === undefined) return output;
    if (list === FAILED) return FAILED;
    if (!Array.isArray(list)) return report(scope, info, path, `expected a list, got ${describeShape(list)}`);
    if (takeVisits(list, maxItems, scope, info, path) === FAILED) return FAILED;
    const own = new Scope(scope.run, frame, scope);
    own.offset = scope.partOffset;
    for (let place = 0; place < list.length; place++) {
      own.enter(list[place], output.length, place);
      if (test !== undefined) {
        own.out = NO_OUTPUT;
        if (!test(own)) continue;
      }
      own.out = new Made();
      const value = make(own);
      if (value !== undefined && value !== FAILED) output.push(value);
    }
    return output;
  };
}

/** Cuts `a[].b[].c` into its lists; the records of each are found inside those of the one before. */
function compileLevels(
  each: string,
  outer: Block,
  environment: Environment,
  info: RuleInfo,
  where: string,
): { levels: readonly Level[]; block: Block } {
  if (typeof each !== 'string') throw new MappingError(where, '"each" must be a path');
  const texts = each.replace(/\[\]$/, '').split('[].');
  const levels: Level[] = [];
  let block = outer;
  for (const [place, text] of texts.entries()) {
    const path = compilePath(text, block, environment, where);
    const isLast = place === texts.length - 1;
    const inInput = path.pattern !== undefined;
    const frame: Frame = {
      parent: block.frame,
      sourcePath: inInput ? path.pointerText : undefined,
      sourceBase: path.anchor.kind === 'record' ? path.anchor.up : 'root',
      targetPath: isLast ? info.target : '',
      repeated: true,
      listed: false,
      transparent: !isLast,
    };
    block = { parent: block, frame, lets: new Map(), pattern: inInput ? `${path.pattern}[]` : undefined, grouped: false };
    levels.push({ path, frame });
  }
  return { levels, block };
}

/** One entry of the list: an object from `fields`, or one value from `value`. */
function compileElement(rule: Rule, inner: Block, environment: Environment, info: RuleInfo, where: string): Read {
  if (rule.value !== undefined) {
    return printed(
      compileRule(rule.value, inner, environment, { ...info, key: `${info.key}[]`, target: '', listed: false }, `${where}.value`),
    );
  }
  const fill = compileFields(
    rule.let ?? {},
    fieldsOf(rule, environment, where),
    inner,
    environment,
    info,
    `${info.key}[].`,
    `${where}[]`,
  );
  return (scope) => {
    fill(scope);
    return scope.out;
  };
}
