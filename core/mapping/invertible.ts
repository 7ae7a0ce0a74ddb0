import type { Fields, JsonValue, Mapping, Rule, Step } from './format';
import { MappingError } from './issue';

/** A way through nested objects that can be written as well as read. */
export const KEYS_PATH = /^(?:\$\.)?[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*$/;

/**
 * Steps that only bring a value to its normal form. They lose the other spellings, never the content, so a document that the
 * mapping has made comes out the same after going back and forth; the source comes back in normal form.
 */
const NORMALISING: ReadonlySet<string> = new Set([
  'text',
  'trim',
  'collapse',
  'upper',
  'lower',
  'clean',
  'integer',
  'boolean',
  'decimal',
  'oneOf',
  'maxLength',
  'dateTime',
]);

/**
 * Checks that every rule marked `invertible` can be run backwards: it reads one field, does nothing that cannot be undone, and
 * stands where the way back leads to the same place.
 *
 * @throws MappingError naming the rule and the reason
 */
export function assertInvertible(mapping: Mapping): void {
  checkFields(mapping.fields ?? {}, mapping, 'fields', true);
  for (const [name, rule] of Object.entries(mapping.let ?? {})) {
    if (rule?.invertible === true) throw new MappingError(`let.${name}`, 'only rules that write a field can be invertible');
  }
}

function checkFields(fields: Fields, mapping: Mapping, where: string, reachable: boolean): void {
  for (const [key, rule] of Object.entries(fields)) {
    if (rule !== null) checkRule(key, rule, fields, mapping, `${where}.${key}`, reachable);
  }
}

function checkRule(key: string, rule: Rule, siblings: Fields, mapping: Mapping, where: string, reachable: boolean): void {
  if (rule.invertible === true) {
    const reason = reachable
      ? reasonAgainst(key, rule, siblings, mapping)
      : 'it stands inside a list or choice that cannot be run backwards';
    if (reason !== undefined) throw new MappingError(where, `the rule is marked invertible, but ${reason}`);
  }
  const inside = reachable && isReversibleContainer(key, rule);
  const fields = containedFields(rule, mapping);
  if (fields !== undefined) checkFields(fields, mapping, where, inside);
  for (const part of [...(rule.cases ?? []), ...(rule.concat ?? []), ...(rule.value === undefined ? [] : [rule.value])])
    checkRule(key, part, {}, mapping, where, false);
}

/** The fields inside a rule, those of its shared block included. */
export function containedFields(rule: Rule, mapping: Mapping): Fields | undefined {
  const shared = rule.use === undefined ? undefined : mapping.blocks?.[rule.use]?.fields;
  return shared === undefined && rule.fields === undefined ? undefined : { ...shared, ...rule.fields };
}

/** An object or list of which every record goes one to one into the output. */
export function isReversibleContainer(key: string, rule: Rule): boolean {
  if (
    rule.when !== undefined ||
    rule.where !== undefined ||
    rule.groupBy !== undefined ||
    rule.value !== undefined ||
    !KEYS_PATH.test(key)
  )
    return false;
  if (rule.each !== undefined) return KEYS_PATH.test(rule.each);
  return rule.object === undefined || KEYS_PATH.test(rule.object);
}

function reasonAgainst(key: string, rule: Rule, siblings: Fields, mapping: Mapping): string | undefined {
  if (typeof rule.from !== 'string') return 'it does not read one single field ("from" with one path)';
  if (!KEYS_PATH.test(rule.from)) return `"${rule.from}" is not a plain field that could be written`;
  if (!KEYS_PATH.test(key)) return `"${key}" is not a plain field name`;
  if (rule.when !== undefined) return 'it has a condition';
  if (rule.default !== undefined) return 'its default could not be told from a value that was there';
  for (const step of rule.steps ?? []) {
    const reason = stepAgainst(step, siblings, mapping);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function stepAgainst(step: Step, siblings: Fields, mapping: Mapping): string | undefined {
  const [name, argument] = typeof step === 'string' ? [step, undefined] : (Object.entries(step)[0] as [string, unknown]);
  if (name === 'prefix' || name === 'suffix') return undefined;
  if (name === 'lookup') return lookupAgainst(argument as { table: string; onMiss: unknown }, mapping);
  if (name === 'convert') return convertAgainst(argument as { table: string; from: unknown; to?: unknown }, siblings, mapping);
  if (!NORMALISING.has(name)) return `the step "${name}" cannot be undone`;
  const options = (argument ?? {}) as { rounding?: unknown; zone?: unknown; to?: unknown; emoji?: unknown };
  if (name === 'decimal' && options.rounding !== undefined) return 'rounding cannot be undone';
  if (name === 'dateTime' && (options.zone !== undefined || options.to !== undefined))
    return 'the offset of the source would be lost';
  if (name === 'clean' && options.emoji === 'remove') return 'removed characters do not come back';
  return undefined;
}

function lookupAgainst({ table, onMiss }: { table: string; onMiss: unknown }, mapping: Mapping): string | undefined {
  if (onMiss !== 'error') return 'a lookup can only be undone when a miss is an error';
  const entries = mapping.tables?.[table];
  if (entries === undefined) return `the table "${table}" is not in this file`;
  return isOneToOne(entries) ? undefined : `the table "${table}" gives the same value for two entries`;
}

function isOneToOne(entries: Readonly<Record<string, JsonValue>>): boolean {
  const values = Object.values(entries);
  return (
    values.every((value) => typeof value === 'string' || typeof value === 'number') &&
    new Set(values.map(String)).size === values.length
  );
}

function convertAgainst(
  { table, from, to }: { table: string; from: unknown; to?: unknown },
  siblings: Fields,
  mapping: Mapping,
): string | undefined {
  if (to !== undefined) return 'only a conversion to the base unit of its table can be undone';
  if (baseUnit(table, mapping) === undefined) return `the table "${table}" has no base unit (factor 1)`;
  if (typeof from === 'string' && unitField(from, siblings) === undefined)
    return `the unit "${from}" is not itself written by an invertible rule beside this one`;
  return undefined;
}

/** The unit of a table that the others are multiples of. */
export function baseUnit(table: string, mapping: Mapping): string | undefined {
  return Object.entries(mapping.tables?.[table] ?? {}).find(([, factor]) => String(factor) === '1')?.[0];
}

/** The output field that carries a unit unchanged. */
export function unitField(path: string, siblings: Fields): string | undefined {
  return Object.entries(siblings).find(
    ([, rule]) =>
      rule?.invertible === true && rule.from === path && (rule.steps ?? []).every((step) => step === 'text' || step === 'trim'),
  )?.[0];
}
