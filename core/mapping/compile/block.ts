import { describeShape } from '../../failure';
import type { Fields, Rule } from '../format';
import { MappingError } from '../issue';
import { compileCondition } from './condition';
import type { Block, Environment, RuleInfo } from './environment';
import { assertSafeKey, report } from './environment';
import type { CompiledPath } from './path';
import { compilePath } from './path';
import { compileRule, printed } from './rule';
import type { CompiledSource, Read } from './source';
import type { Frame } from './scope';
import { FAILED, Scope, escapePointer, targetPointer } from './scope';

/** Fills one output object from the record of its scope. */
export type Fill = (scope: Scope) => void;

const MAX_DEPTH = 8;

/** Compiles `let` and `fields` of one block into a function that fills the block's output object. */
export function compileFields(lets: Fields, fields: Fields, block: Block, environment: Environment, keyPrefix: string, where: string): Fill {
  const letReads: Read[] = [];
  for (const [name, rule] of Object.entries(lets)) {
    if (rule === null) continue;
    const info: RuleInfo = { key: `let ${name}`, target: '', personal: rule.personal === true };
    const compiled = compileRule(rule, block, environment, info, `let.${name}`);
    block.lets.set(name, { slot: letReads.length, decimal: compiled.yields !== 'any' });
    letReads.push(compiled.read);
  }
  const puts: Fill[] = [];
  for (const [key, rule] of Object.entries(fields)) {
    if (rule === null) continue;
    puts.push(compilePut(key, rule, block, environment, keyPrefix, `${where}.${key}`));
  }
  return (scope) => {
    for (let place = 0; place < letReads.length; place++) scope.lets[place] = (letReads[place] as Read)(scope);
    for (let place = 0; place < puts.length; place++) (puts[place] as Fill)(scope);
  };
}

function compilePut(key: string, rule: Rule, block: Block, environment: Environment, keyPrefix: string, where: string): Fill {
  const names = key.split('.');
  if (names.some((name) => name === '' || name.includes('['))) throw new MappingError(where, `"${key}" is not a field name; nested fields are written a.b`);
  for (const name of names) assertSafeKey(name, where);
  const target = names.map((name) => `/${escapePointer(name)}`).join('');
  const info: RuleInfo = { key: `${keyPrefix}${key}`, target, personal: rule.personal === true };
  const read = printed(compileRule(rule, block, environment, info, where));
  const put = compileSetter(names);
  if (environment.traced) return tracedPut(read, put, info);
  return (scope) => {
    const value = read(scope);
    if (value !== undefined && value !== FAILED) put(scope.out, value);
  };
}

type Setter = (out: Record<string, unknown>, value: unknown) => void;

function compileSetter(names: readonly string[]): Setter {
  const [first = '', second] = names;
  if (second === undefined) {
    return (out, value) => {
      out[first] = value;
    };
  }
  if (names.length === 2) {
    return (out, value) => {
      const inner = (out[first] ??= {}) as Record<string, unknown>;
      inner[second] = value;
    };
  }
  const last = names.at(-1) ?? '';
  const parents = names.slice(0, -1);
  return (out, value) => {
    let inner = out;
    for (const name of parents) inner = (inner[name] ??= {}) as Record<string, unknown>;
    inner[last] = value;
  };
}

/** In explain mode every put also records what was read for it. */
function tracedPut(read: Read, put: Setter, info: RuleInfo): Fill {
  return (scope) => {
    const { run } = scope;
    const outer = run.reads;
    run.reads = [];
    const value = read(scope);
    const sources = run.reads;
    run.reads = outer;
    if (value === undefined || value === FAILED) return;
    put(scope.out, value);
    const isBlock = typeof value === 'object' && value !== null && sources.length === 0;
    if (!isBlock) run.trace?.push({ target: `${targetPointer(scope)}${info.target}`, rule: `${run.mappingId}#${info.key}`, sources, result: value });
  };
}

/** Compiles a rule with `each`, `object` or bare `fields`. */
export function compileBlockSource(rule: Rule, block: Block, environment: Environment, info: RuleInfo, where: string): CompiledSource {
  let depth = 0;
  for (let current: Block | undefined = block; current !== undefined; current = current.parent) depth++;
  if (depth > MAX_DEPTH) throw new MappingError(where, `fields nest at most ${MAX_DEPTH} deep`);
  if (rule.each !== undefined) return compileEach(rule, rule.each, block, environment, info, where);

  const path = rule.object === undefined ? undefined : compilePath(rule.object, block, environment, where);
  const frame: Frame = { parent: block.frame, sourcePath: path?.pattern === undefined ? undefined : path.pointerText, targetPath: info.target, repeated: false, transparent: false };
  const inner: Block = { parent: block, frame, lets: new Map(), pattern: path === undefined ? block.pattern : path.pattern };
  const fill = compileFields(rule.let ?? {}, fieldsOf(rule, environment, where), inner, environment, `${info.key}.`, where);
  return {
    yields: 'any',
    source: path,
    read: (scope) => {
      const record = path === undefined ? scope.source : path.get(scope);
      if (record === undefined) return undefined;
      if (path !== undefined && (typeof record !== 'object' || Array.isArray(record))) return report(scope, info, path, `expected an object, got ${describeShape(record)}`);
      const out: Record<string, unknown> = {};
      fill(new Scope(scope.run, frame, record, scope, scope.index, scope.sourceIndex, out));
      return hasKeys(out) ? out : undefined;
    },
  };
}

function hasKeys(record: object): boolean {
  for (const key in record) if (Object.hasOwn(record, key)) return true;
  return false;
}

function fieldsOf(rule: Rule, environment: Environment, where: string): Fields {
  if (rule.use === undefined) {
    if (rule.fields === undefined) throw new MappingError(where, 'the rule needs "fields" or "use"');
    return rule.fields;
  }
  const named = environment.mapping.blocks ?? {};
  const shared = Object.hasOwn(named, rule.use) ? named[rule.use] : undefined;
  if (shared === undefined) throw new MappingError(where, `there is no block "${rule.use}"`);
  return { ...shared.fields, ...rule.fields };
}

/** A list of output records; `lines[].lots` flattens, `groupBy` collects records into `{first, items}`. */
function compileEach(rule: Rule, each: string, block: Block, environment: Environment, info: RuleInfo, where: string): CompiledSource {
  const cut = each.indexOf('[].');
  const outerPath = compilePath(cut < 0 ? each.replace(/\[\]$/, '') : each.slice(0, cut), block, environment, where);
  const levels: { path: CompiledPath; frame: Frame }[] = [];
  let current = block;
  const descend = (path: CompiledPath, isLast: boolean): void => {
    const inInput = path.pattern !== undefined;
    const frame: Frame = { parent: current.frame, sourcePath: inInput ? path.pointerText : undefined, targetPath: isLast ? info.target : '', repeated: true, transparent: !isLast };
    current = { parent: current, frame, lets: new Map(), pattern: inInput ? `${path.pattern}[]` : undefined };
    levels.push({ path, frame });
  };
  let rest = cut < 0 ? '' : each.slice(cut + 3);
  descend(outerPath, rest === '');
  while (rest !== '') {
    const next = rest.indexOf('[].');
    const text = next < 0 ? rest.replace(/\[\]$/, '') : rest.slice(0, next);
    rest = next < 0 ? '' : rest.slice(next + 3);
    descend(compilePath(text, current, environment, where), rest === '');
  }

  const test = rule.where === undefined ? undefined : compileCondition(rule.where, current, environment, info, `${where}.where`);
  const group = rule.groupBy === undefined ? undefined : compileGroup(rule.groupBy, current, environment, where);
  const inner: Block = group === undefined ? current : { ...current, pattern: undefined };
  if (group !== undefined && current.pattern !== undefined) environment.reads.add(`${current.pattern}.*`);
  const make = compileElement(rule, inner, environment, info, where);
  const { maxItems } = environment.limits;

  return {
    yields: 'any',
    source: outerPath,
    read: (scope) => {
      const output: unknown[] = [];
      const records: Scope[] | undefined = group === undefined ? undefined : [];
      const visit = (parent: Scope, level: number): typeof FAILED | undefined => {
        const { path, frame } = levels[level] as (typeof levels)[number];
        const list = path.get(parent);
        if (list === undefined) return undefined;
        if (!Array.isArray(list)) return report(parent, info, path, `expected a list, got ${describeShape(list)}`);
        if (list.length > maxItems) return report(parent, info, path, `the list has ${list.length} entries; the limit is ${maxItems}`);
        const last = level === levels.length - 1;
        for (let place = 0; place < list.length; place++) {
          const record: unknown = list[place];
          const own = new Scope(scope.run, frame, record, parent, last ? output.length : place, place, last ? {} : parent.out);
          if (!last) {
            if (visit(own, level + 1) === FAILED) return FAILED;
            continue;
          }
          if (test !== undefined && !test(own)) continue;
          if (records !== undefined) records.push(own);
          else {
            const value = make(own);
            if (value !== undefined && value !== FAILED) output.push(value);
          }
        }
        return undefined;
      };
      if (visit(scope, 0) === FAILED) return FAILED;
      if (group !== undefined && records !== undefined) {
        for (const makeScope of group(records)) {
          const value = make(makeScope(output.length));
          if (value !== undefined && value !== FAILED) output.push(value);
        }
      }
      return output;
    },
  };
}

/** One entry of the list: an object from `fields`, or one value from `value`. */
function compileElement(rule: Rule, inner: Block, environment: Environment, info: RuleInfo, where: string): Read {
  if (rule.value !== undefined) return printed(compileRule(rule.value, inner, environment, { key: `${info.key}[]`, target: '', personal: info.personal }, `${where}.value`));
  const fill = compileFields(rule.let ?? {}, fieldsOf(rule, environment, where), inner, environment, `${info.key}[].`, `${where}[]`);
  return (scope) => {
    fill(scope);
    return scope.out;
  };
}

type MakeScope = (index: number) => Scope;

function compileGroup(keys: readonly string[], block: Block, environment: Environment, where: string): (records: readonly Scope[]) => MakeScope[] {
  const paths = keys.map((key) => compilePath(key, block, environment, where));
  return (records) => {
    const groups = new Map<string, Scope[]>();
    for (const record of records) {
      const key = JSON.stringify(paths.map(({ get }) => get(record) ?? null));
      const members = groups.get(key);
      if (members === undefined) groups.set(key, [record]);
      else members.push(record);
    }
    return [...groups.values()].map((members) => (index) => {
      const first = members[0] as Scope;
      const source = { first: first.source, items: members.map((member) => member.source) };
      return new Scope(first.run, first.frame, source, first.parent, index, first.sourceIndex, {});
    });
  };
}
