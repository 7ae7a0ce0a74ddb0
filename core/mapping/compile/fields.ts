import { describeShape } from '../../failure';
import type { Fields, Rule } from '../format';
import { MappingError } from '../issue';
import type { Block, Environment, RuleInfo } from './environment';
import { assertKeys, assertName, assertSafeKey, report } from './environment';
import { readInner } from './path';
import type { RuleParts, TextField } from './rule';
import { compileRule, printed } from './rule';
import type { Scope } from './scope';
import { FAILED, escapePointer, targetPointer } from './scope';
import type { Read } from './source';

/** Fills one output object from the record of its scope. */
export type Fill = (scope: Scope) => void;

const MAX_NAMES = 16;

/** Compiles `let` and `fields` of one block into a function that fills the block's output object. */
export function compileFields(lets: Fields, fields: Fields, block: Block, environment: Environment, outer: RuleInfo, keyPrefix: string, where: string): Fill {
  const letReads: Read[] = [];
  for (const [name, rule] of entriesOf(lets, `${where}.let`)) {
    assertName(name, `${where}.let`);
    const info: RuleInfo = { key: `${keyPrefix}let ${name}`, target: '', personal: outer.personal || rule.personal === true, hidden: true };
    const compiled = compileRule(rule, block, environment, info, `${where}.let.${name}`);
    block.lets.set(name, { slot: letReads.length, decimal: compiled.yields !== 'any' });
    letReads.push(compiled.read);
  }
  const puts = entriesOf(fields, where).map(([key, rule]) => compilePut(key, rule, block, environment, outer, keyPrefix, `${where}.${key}`));
  const fill: Fill = (scope) => {
    for (let place = 0; place < puts.length; place++) (puts[place] as Fill)(scope);
  };
  if (letReads.length === 0) return fill;
  return (scope) => {
    scope.prepareLets();
    const { lets: values } = scope;
    for (let place = 0; place < letReads.length; place++) values[place] = (letReads[place] as Read)(scope);
    fill(scope);
  };
}

function entriesOf(fields: unknown, where: string): readonly (readonly [string, Rule])[] {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) throw new MappingError(where, 'expected an object of named rules');
  return Object.entries(fields as Fields).flatMap(([key, rule]) => (rule === null ? [] : [[key, rule] as const]));
}

function compilePut(key: string, rule: Rule, block: Block, environment: Environment, outer: RuleInfo, keyPrefix: string, where: string): Fill {
  const names = key.split('.');
  if (names.length > MAX_NAMES || names.some((name) => name === '' || name.includes('['))) {
    throw new MappingError(where, `"${key.slice(0, 60)}" is not a field name; nested fields are written a.b, at most ${MAX_NAMES} deep`);
  }
  for (const name of names) assertSafeKey(name, where);
  const target = names.map((name) => `/${escapePointer(name)}`).join('');
  const info: RuleInfo = { key: `${keyPrefix}${key}`, target, personal: outer.personal || rule.personal === true, hidden: outer.hidden === true };
  assertKeys(rule, Object.keys(rule), where, 'a rule');
  const compiled = compileRule(rule, block, environment, info, where);
  const read = printed(compiled);
  if (environment.traced) return tracedPut(read, compileSetter(names), info);
  const { maxTextLength } = environment.limits;
  const [name = '', second] = names;
  if (second === undefined) {
    if (compiled.textField !== undefined) return putTextField(name, compiled.textField, maxTextLength);
    if (compiled.parts !== undefined) return putParts(name, compiled.parts, info, maxTextLength);
    return (scope) => {
      const value = read(scope);
      if (value === undefined || value === FAILED) return;
      if (typeof value === 'string' && value.length > maxTextLength) tooLong(scope, info, value, maxTextLength);
      scope.out[name] = value;
    };
  }
  const put = compileSetter(names);
  return (scope) => {
    const value = read(scope);
    if (value === undefined || value === FAILED) return;
    if (typeof value === 'string' && value.length > maxTextLength) tooLong(scope, info, value, maxTextLength);
    put(scope.out, value);
  };
}

/** Reads, changes and writes a text field in one function: most of a mapping's work. */
function putTextField(name: string, { key, inner, change, other, fallback, missing }: TextField, maxTextLength: number): Fill {
  const settle = (value: unknown, scope: Scope): void => {
    const read = value === undefined || value === null ? undefined : typeof value === 'string' && value.length <= maxTextLength ? value : other(value, scope);
    const result = read ?? fallback;
    if (result === FAILED) return;
    if (missing !== undefined && (result === undefined || result === '')) missing(result, scope);
    else if (result !== undefined) scope.out[name] = result;
  };
  if (inner !== undefined && change === undefined) {
    return (scope) => {
      const value = readInner(inner, scope);
      if (typeof value === 'string' && value.length <= maxTextLength && value !== '') scope.out[name] = value;
      else settle(value, scope);
    };
  }
  if (change === undefined) {
    return (scope) => {
      const value = scope.record[key];
      if (typeof value === 'string' && value.length <= maxTextLength && value !== '') scope.out[name] = value;
      else settle(value, scope);
    };
  }
  return (scope) => {
    const value = inner === undefined ? scope.record[key] : readInner(inner, scope);
    if (typeof value !== 'string' || value.length > maxTextLength) {
      settle(value, scope);
      return;
    }
    const result = change(value, scope) ?? fallback;
    if (result === FAILED) return;
    if (missing !== undefined && (result === undefined || result === '')) missing(result, scope);
    else if (result !== undefined) scope.out[name] = result;
  };
}

/** Last step, default, required and writing in one function. */
function putParts(name: string, { before, last, fallback, missing }: RuleParts, info: RuleInfo, maxTextLength: number): Fill {
  const settle = (value: unknown, scope: Scope): void => {
    const result = value ?? fallback;
    if (result === FAILED) return;
    if (missing !== undefined && (result === undefined || result === '')) missing(result, scope);
    else if (result !== undefined) scope.out[name] = result;
  };
  return (scope) => {
    let value = before(scope);
    if (last !== undefined && value !== undefined && value !== FAILED) value = last(value, scope);
    if (typeof value === 'number' || typeof value === 'object') scope.out[name] = value;
    else if (typeof value === 'string' && value !== '') {
      if (value.length > maxTextLength) tooLong(scope, info, value, maxTextLength);
      scope.out[name] = value;
    } else settle(value, scope);
  };
}

function tooLong(scope: Scope, info: RuleInfo, value: string, limit: number): void {
  report(scope, info, undefined, `the value (${describeShape(value)}) is longer than the limit of ${limit} characters`);
}

type Setter = (out: Record<string, unknown>, value: unknown) => void;

function compileSetter(names: readonly string[]): Setter {
  const last = names.at(-1) ?? '';
  const parents = names.slice(0, -1);
  return (out, value) => {
    let inner = out;
    for (const name of parents) inner = objectIn(inner, name);
    inner[last] = value;
  };
}

/** The object at a name, made when nothing (or something that is no object) stands there. */
function objectIn(out: Record<string, unknown>, name: string): Record<string, unknown> {
  const known = out[name];
  if (typeof known === 'object' && known !== null && !Array.isArray(known)) return known as Record<string, unknown>;
  const made: Record<string, unknown> = {};
  out[name] = made;
  return made;
}

/** In explain mode every put also records what was read for it. */
function tracedPut(read: Read, put: Setter, info: RuleInfo): Fill {
  return (scope) => {
    const { run } = scope;
    const outer = run.reads;
    const sources: { pointer: string; value: unknown }[] = [];
    run.reads = sources;
    const value = read(scope);
    run.reads = outer;
    if (value === undefined || value === FAILED) return;
    put(scope.out, value);
    const isBlock = typeof value === 'object' && value !== null && sources.length === 0;
    if (!isBlock) run.trace?.push({ target: `${targetPointer(scope)}${info.target}`, rule: `${run.mappingId}#${info.key}`, sources, result: value });
  };
}
