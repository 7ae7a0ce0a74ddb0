import { describeShape } from '../../failure';
import type { Fields, Rule } from '../format';
import { MappingError } from '../issue';
import { compileEach } from './each';
import type { Block, Environment, RuleInfo } from './environment';
import { report } from './environment';
import { compileFields } from './fields';
import { compilePath } from './path';
import type { Frame } from './scope';
import { FAILED, Scope, isRecord } from './scope';
import type { CompiledSource } from './source';

const MAX_DEPTH = 8;

/** Compiles a rule with `each`, `object` or bare `fields`. */
export function compileBlockSource(
  rule: Rule,
  block: Block,
  environment: Environment,
  info: RuleInfo,
  where: string,
): CompiledSource {
  let depth = 0;
  for (let current: Block | undefined = block; current !== undefined; current = current.parent) depth++;
  if (depth > MAX_DEPTH) throw new MappingError(where, `fields nest at most ${MAX_DEPTH} deep`);
  return rule.each === undefined
    ? compileObject(rule, block, environment, info, where)
    : compileEach(rule, rule.each, block, environment, info, where);
}

/** One output object: of another record (`object`), or of the current one. Without any field in it, it is missing. */
function compileObject(rule: Rule, block: Block, environment: Environment, info: RuleInfo, where: string): CompiledSource {
  const path = rule.object === undefined ? undefined : compilePath(rule.object, block, environment, where);
  const frame: Frame = {
    parent: block.frame,
    sourcePath: path?.pattern === undefined ? undefined : path.pointerText,
    sourceBase: path?.anchor.kind === 'record' ? path.anchor.up : 'root',
    targetPath: info.target,
    repeated: false,
    listed: info.listed === true,
    transparent: false,
  };
  const inner: Block = {
    parent: block,
    frame,
    lets: new Map(),
    pattern: path === undefined ? block.pattern : path.pattern,
    grouped: path === undefined && block.grouped,
  };
  const fill = compileFields(rule.let ?? {}, fieldsOf(rule, environment, where), inner, environment, info, `${info.key}.`, where);
  return {
    yields: 'any',
    source: path,
    read: (scope) => {
      const record = path === undefined ? scope.source : path.get(scope);
      if (record === undefined || record === FAILED) return record;
      if (path !== undefined && !isRecord(record))
        return report(scope, info, path, `expected an object, got ${describeShape(record)}`);
      const own = new Scope(scope.run, frame, scope);
      own.enter(record, scope.index, scope.sourceIndex);
      own.offset = scope.partOffset;
      own.out = {};
      fill(own);
      return hasKeys(own.out) ? own.out : undefined;
    },
  };
}

function hasKeys(record: object): boolean {
  for (const key in record) if (Object.hasOwn(record, key)) return true;
  return false;
}

/** The fields of a block: those of the named shared block, with the rule's own laid over them. */
export function fieldsOf(rule: Rule, environment: Environment, where: string): Fields {
  if (rule.use === undefined) {
    if (rule.fields === undefined) throw new MappingError(where, 'the rule needs "fields" or "use"');
    return rule.fields;
  }
  const named = environment.mapping.blocks ?? {};
  const shared = Object.hasOwn(named, rule.use) ? named[rule.use] : undefined;
  if (shared === undefined) throw new MappingError(where, `there is no block "${String(rule.use).slice(0, 40)}"`);
  return { ...shared.fields, ...rule.fields };
}
