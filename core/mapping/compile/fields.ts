import { describeShape } from '../../failure';
import type { Fields, Rule } from '../format';
import { MappingError } from '../issue';
import type { Block, Environment, RuleInfo } from './environment';
import { assertKeys, assertName, assertSafeKey, report } from './environment';
import { printed } from './finish';
import { compileRule } from './rule';
import type { Scope } from './scope';
import { FAILED, escapePointer, targetPointer } from './scope';
import type { Read } from './source';

/** Fills one output object from the record of its scope. */
export type Fill = (scope: Scope) => void;

const MAX_NAMES = 16;

/** Compiles `let` and `fields` of one block into a function that fills the block's output object. */
export function compileFields(
  lets: Fields,
  fields: Fields,
  block: Block,
  environment: Environment,
  outer: RuleInfo,
  keyPrefix: string,
  where: string,
): Fill {
  const letReads: Read[] = [];
  for (const [name, rule] of entriesOf(lets, `${where}.let`)) {
    assertName(name, `${where}.let`);
    const info: RuleInfo = {
      key: `${keyPrefix}let ${name}`,
      target: '',
      personal: outer.personal || rule.personal === true,
      hidden: true,
    };
    const compiled = compileRule(rule, block, environment, info, `${where}.let.${name}`);
    block.lets.set(name, { slot: letReads.length, decimal: compiled.yields !== 'any' });
    letReads.push(compiled.read);
  }
  const writers = entriesOf(fields, where).map(([key, rule]) =>
    compileWriter(key, rule, block, environment, outer, keyPrefix, `${where}.${key}`),
  );
  const fill = environment.traced ? fillTraced(writers) : fillPlain(writers, environment.limits.maxTextLength);
  if (letReads.length === 0) return fill;
  return (scope) => {
    scope.prepareLets();
    const { lets: values } = scope;
    for (let place = 0; place < letReads.length; place++) values[place] = (letReads[place] as Read)(scope);
    fill(scope);
  };
}

function entriesOf(fields: unknown, where: string): readonly (readonly [string, Rule])[] {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new MappingError(where, 'expected an object of named rules');
  return Object.entries(fields as Fields).flatMap(([key, rule]) => (rule === null ? [] : [[key, rule] as const]));
}

/** One field: how its value is read, and where it goes. */
interface Writer {
  readonly info: RuleInfo;
  readonly read: Read;
  readonly name: string;
  /** For fields of nested objects. */
  readonly put: Setter | undefined;
}

function compileWriter(
  key: string,
  rule: Rule,
  block: Block,
  environment: Environment,
  outer: RuleInfo,
  keyPrefix: string,
  where: string,
): Writer {
  const names = key.split('.');
  if (names.length > MAX_NAMES || names.some((name) => name === '' || name.includes('['))) {
    throw new MappingError(
      where,
      `"${key.slice(0, 60)}" is not a field name; nested fields are written a.b, at most ${MAX_NAMES} deep`,
    );
  }
  for (const name of names) assertSafeKey(name, where);
  assertKeys(rule, Object.keys(rule), where, 'a rule');
  const target = names.map((name) => `/${escapePointer(name)}`).join('');
  const info: RuleInfo = {
    key: `${keyPrefix}${key}`,
    target,
    personal: outer.personal || rule.personal === true,
    hidden: outer.hidden === true,
  };
  const read = printed(compileRule(rule, block, environment, info, where));
  return { info, read, name: names[0] ?? '', put: names.length === 1 ? undefined : compileSetter(names) };
}

function fillPlain(writers: readonly Writer[], maxTextLength: number): Fill {
  // One list a part: the loop below runs for every record of every list.
  const reads = writers.map(({ read }) => read);
  const names = writers.map(({ name }) => name);
  const puts = writers.map(({ put }) => put);
  return (scope) => {
    const { out } = scope;
    for (let place = 0; place < reads.length; place++) {
      const value = (reads[place] as Read)(scope);
      if (value === undefined || value === FAILED) continue;
      if (typeof value === 'string' && value.length > maxTextLength)
        tooLong(scope, (writers[place] as Writer).info, value, maxTextLength);
      const put = puts[place];
      if (put === undefined) out[names[place] as string] = value;
      else put(out, value);
    }
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

/** In explain mode every field also records what was read for it. */
function fillTraced(writers: readonly Writer[]): Fill {
  return (scope) => {
    const { run, out } = scope;
    for (const { info, read, name, put } of writers) {
      const outer = run.reads;
      const sources: { pointer: string; value: unknown }[] = [];
      run.reads = sources;
      const value = read(scope);
      run.reads = outer;
      if (value === undefined || value === FAILED) continue;
      if (put === undefined) out[name] = value;
      else put(out, value);
      const isBlock = typeof value === 'object' && value !== null && sources.length === 0;
      if (!isBlock)
        run.trace?.push({
          target: `${targetPointer(scope)}${info.target}`,
          rule: `${run.mappingId}#${info.key}`,
          sources,
          result: value,
        });
    }
  };
}
