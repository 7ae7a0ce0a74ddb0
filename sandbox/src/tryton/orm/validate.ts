import { NotSimulatedError, UserError } from '../errors';
import { Decimal } from '../values/decimal';
import { isList, isTruthy, type Value } from '../values/value';
import { comparable } from './compare';
import { isComputed, type ConstraintDefinition, type FieldDefinition } from './definition';
import { compileDomain, isLeaf, type Domain } from './domain';
import type { Environment } from './environment';
import type { Model } from './model';
import { digitsOf, evaluatePyson } from './pyson';
import type { ModelRecord } from './record';

/**
 * Validates records after a change as the server does: field by field, then the unique constraints, then the model's own rules.
 * @param changed names of the changed fields; a field is checked when it or one it depends on changed. Without it all are.
 */
export function validate(env: Environment, model: Model, ids: readonly number[], changed?: ReadonlySet<string>): void {
  const quiet = env.unchecked().with({ active_test: false });
  const records = model.records(quiet, ids).filter((record) => record.exists);
  for (const [name, field] of model.fields) {
    if (isComputed(field) || (changed && !concerns(model, name, field, changed))) continue;
    validateDomain(quiet, model, name, field, records);
    for (const record of records) validateRequired(model, name, field, record);
    for (const record of records) validateSize(model, name, field, record);
    for (const record of records) validateDigits(model, name, field, record);
    for (const record of records) validateCharacters(model, name, field, record);
    for (const record of records) validateSelection(model, name, field, record);
  }
  for (const constraint of model.definition.constraints ?? []) validateUnique(quiet, model, constraint, records);
  model.behaviour.validate?.(records);
}

function concerns(model: Model, name: string, { depends = [] }: FieldDefinition, changed: ReadonlySet<string>): boolean {
  if (changed.size === 0 || changed.has(name)) return true;
  return depends.some((other) => changed.has(other) || (model.hasField(other) && isComputed(model.field(other))));
}

function place(model: Model, field: FieldDefinition): string {
  return `field "${field.string}" in "${field.multivalue ?? model.string}"`;
}

function validateDomain(
  env: Environment,
  model: Model,
  name: string,
  field: FieldDefinition,
  records: readonly ModelRecord[],
): void {
  if (field.domain === undefined || field.type === 'reference' || field.type === 'dict') return;
  const isRelation = ['many2one', 'one2many', 'many2many'].includes(field.type);
  // parts of a model that is not simulated cannot exist
  if (field.type.endsWith('2many') && !env.registry.has(field.relation ?? '')) return;
  for (const record of records) {
    const value = isRelation ? record.value(name) : record.id;
    const related = isList(value) ? value : value === null ? [] : [value];
    if (related.length === 0) continue;
    const domain = evaluatePyson(field.domain, record.scope);
    const target = isRelation ? env.registry.model(field.relation ?? '') : model;
    const matches = compileDomain(env, target, domain);
    const table = env.store.table(target.name);
    const allValid = related.every((id) => {
      const row = table.get(Number(id));
      return row !== undefined && matches(row);
    });
    if (!allValid)
      throw new UserError(
        `The value for ${place(model, field)} is not valid according to its domain.`,
        invalidPart(target, domain),
      );
  }
}

/** The domain and the fields it speaks of, as the server adds them to the error for its client. */
function invalidPart(target: Model, domain: Domain): Value {
  const names = leafNames(domain);
  const first = [...names].sort()[0];
  if (names.size === 0 || first === undefined) return null;
  const field = target.field(first);
  return [leavesOf(domain, first), { [first]: { name: first, string: field.string, type: field.type } }];
}

function leafNames(domain: Domain): Set<string> {
  if (isLeaf(domain)) return new Set([domain[0].split('.')[0] ?? '']);
  return new Set(isList(domain) ? domain.flatMap((part) => [...leafNames(part)]) : []);
}

function leavesOf(domain: Domain, name: string): Value {
  if (isLeaf(domain)) return [domain];
  if (!isList(domain)) return [];
  return domain.filter((part) => isLeaf(part) && part[0].split('.')[0] === name);
}

function validateRequired(model: Model, name: string, field: FieldDefinition, record: ModelRecord): void {
  const required =
    field.required === true || (field.requiredWhen !== undefined && isTruthy(evaluatePyson(field.requiredWhen, record.scope)));
  if (!required) return;
  const value = record.value(name);
  // a value per company that nobody gave has no record that could require it
  if (field.multivalue && value === null) return;
  const isEmpty =
    value === null || value === undefined || value === '' || value === false || (isList(value) && value.length === 0);
  if (isEmpty) throw new UserError(`A value is required for ${place(model, field)}.`);
}

function validateSize(model: Model, name: string, field: FieldDefinition, record: ModelRecord): void {
  if (field.size === undefined) return;
  const limit = Number(evaluatePyson(field.size, record.scope));
  const value = record.value(name);
  const size = typeof value === 'string' ? [...value].length : isList(value) ? value.length : 0;
  if (size > limit && limit >= 0) throw new UserError(`The value for ${place(model, field)} is too long (${size} > ${limit}).`);
}

function validateDigits(model: Model, name: string, field: FieldDefinition, record: ModelRecord): void {
  if (field.digits === undefined) return;
  const value = record.value(name);
  if (value === null || value === undefined) return;
  const digits = digitsOf(field.digits, record.scope);
  if (digits === undefined) return;
  const shown = shownIfTooLong(value, digits);
  if (shown !== undefined)
    throw new UserError(
      `The number of digits in the value "${shown}" for ${place(model, field)} exceeds the limit of "${digits}".`,
    );
}

function shownIfTooLong(value: Value, digits: number): string | undefined {
  if (value instanceof Decimal)
    return value.isNaN || !value.quantize(digits).equals(value) ? `Decimal('${value.toString()}')` : undefined;
  if (typeof value !== 'number') return undefined;
  return Decimal.fromFloat(value).quantize(digits).toNumber() === value ? undefined : String(value);
}

function validateCharacters(model: Model, name: string, field: FieldDefinition, record: ModelRecord): void {
  const value = field.forbiddenChars ? record.value(name) : null;
  if (typeof value !== 'string') return;
  const found = [...(field.forbiddenChars ?? '')].filter((character) => value.includes(character));
  if (found.length === 0) return;
  const shown = found.map((character) => `'${pythonEscapes[character] ?? character}'`).join(',');
  throw new UserError(`The value "${value}" for ${place(model, field)} contains some invalid chars "${shown}".`);
}

const pythonEscapes: { readonly [character: string]: string } = {
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\v': '\\x0b',
  '\f': '\\x0c',
};

function validateSelection(model: Model, name: string, field: FieldDefinition, record: ModelRecord): void {
  if (!['selection', 'multiselection', 'reference'].includes(field.type)) return;
  const value = record.value(name);
  if (field.selection === undefined) {
    if (value === null || value === '') return;
    throw new NotSimulatedError(`the options of ${name} of ${model.name}`);
  }
  const options = new Set<Value>(field.selection.map(([option]) => option));
  const allowsNone = options.has('') || options.has(null);
  const values = field.type === 'multiselection' ? (isList(value) ? value : []) : [value];
  for (const item of values) {
    const option = field.type === 'reference' && typeof item === 'string' ? (item.split(',')[0] ?? '') : item;
    const isNone = option === null || option === '';
    if (isNone ? allowsNone : options.has(option)) continue;
    throw new UserError(
      `The value "${isNone ? 'None' : String(option)}" for ${place(model, field)} is not one of the allowed options.`,
    );
  }
}

/** Two records must not share these values; an empty value is shared with none. */
function validateUnique(env: Environment, model: Model, constraint: ConstraintDefinition, records: readonly ModelRecord[]): void {
  const columns = constraint.unique ?? excludedColumns(constraint.exclude ?? '');
  const onlyActive = constraint.exclude?.includes('"active"') ?? false;
  const emptyIsFree = constraint.exclude !== undefined;
  const table = env.store.table(model.name);
  for (const { row } of records) {
    const values = columns.map((column) => row[column] ?? null);
    if (values.some((value) => value === null || (emptyIsFree && value === ''))) continue;
    if (onlyActive && !row.active) continue;
    const [first = ''] = columns;
    const others = table.idsWhere(first, row[first]).filter((id) => id !== row.id);
    const same = others.some((id) => {
      const other = table.get(id);
      return (
        columns.every((column, index) => comparable(other?.[column]) === comparable(values[index])) &&
        (!onlyActive || Boolean(other?.active))
      );
    });
    if (same) throw new UserError(constraint.message);
  }
}

/** The columns of a recorded `EXCLUDE (... WITH =)`. */
function excludedColumns(exclude: string): string[] {
  const [compared = ''] = exclude.split(' WHERE ');
  const columns = [...compared.matchAll(/"(\w+)"/g)].map((match) => match[1] ?? '');
  if (columns.length === 0) throw new NotSimulatedError(`the constraint ${exclude}`);
  return columns;
}
