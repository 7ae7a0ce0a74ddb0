import type { Decimal } from '../../decimal';
import { compare, divide, multiply, toDecimal } from '../../decimal';
import { describeShape } from '../../failure';
import { assertKeys, report, showCode } from '../compile/environment';
import { compilePath } from '../compile/path';
import type { Scope } from '../compile/scope';
import { FAILED } from '../compile/scope';
import type { JsonValue } from '../format';
import { MappingError } from '../issue';
import type { ChangeText, CompileStep, StepContext } from './step';
import { onText, readDecimal } from './step';

function tableNamed(name: unknown, { environment, where }: StepContext): ReadonlyMap<string, JsonValue> {
  const table = environment.tables.get(String(name));
  if (table === undefined)
    throw new MappingError(
      where,
      `there is no table "${String(name).slice(0, 40)}"; the tables are ${[...environment.tables.keys()].join(', ')}`,
    );
  return table;
}

/** Steps that look something up. */
export const tableSteps: Readonly<Record<string, CompileStep>> = {
  oneOf: (argument, { rule, source, where }) => {
    if (!Array.isArray(argument) || argument.length === 0)
      throw new MappingError(where, '"oneOf" needs a list of allowed values');
    const allowed = argument as readonly JsonValue[];
    const values = new Set<unknown>(allowed);
    return {
      yields: 'any',
      apply: (value, scope) =>
        values.has(value)
          ? value
          : report(
              scope,
              rule,
              source,
              `expected one of ${allowed.map(String).join(', ')}, got ${showCode(value, rule, source) ?? describeShape(value)}`,
            ),
    };
  },
  lookup: compileLookup,
  convert: compileConvert,
};

function compileLookup(argument: unknown, context: StepContext): ReturnType<CompileStep> {
  const { rule, source, where } = context;
  assertKeys(argument, ['table', 'onMiss'], where, '"lookup"');
  const { table: name, onMiss } = argument;
  const table = tableNamed(name, context);
  const find = (miss: ChangeText): ReturnType<CompileStep> => ({
    ...onText(context, (text, scope) => table.get(text) ?? miss(text, scope)),
    endsText: true,
  });
  if (typeof onMiss === 'object' && onMiss !== null) {
    assertKeys(onMiss, ['use'], where, '"onMiss"');
    const { use } = onMiss;
    if (use === undefined || use === null) throw new MappingError(where, '"use" needs a value');
    return find(() => use);
  }
  if (onMiss === 'keep') return find((text) => text);
  if (onMiss === 'missing') return find(() => undefined);
  if (onMiss !== 'error')
    throw new MappingError(where, 'a lookup says what happens on a miss: "error", "keep", "missing" or {"use": value}');
  return find((text, scope) => {
    const shown = showCode(text, rule, source) ?? `the value (${describeShape(text)})`;
    return report(scope, rule, source, `${shown} is not in the table "${String(name)}"; add it there or correct the record`);
  });
}

/** Converts a quantity between units by a table of factors to one base unit; inexact results are an error, never rounded. */
function compileConvert(argument: unknown, context: StepContext): ReturnType<CompileStep> {
  const { rule, source, where } = context;
  assertKeys(argument, ['table', 'from', 'to'], where, '"convert"');
  const { table: name, from, to } = argument;
  const factors = new Map<string, Decimal>();
  for (const [unit, factor] of tableNamed(name, context)) {
    const decimal = toDecimal(factor);
    if (decimal === undefined || decimal.units <= 0)
      throw new MappingError(where, `the factor of "${unit}" in table "${String(name)}" is not a positive decimal`);
    factors.set(unit, Object.freeze(decimal));
  }
  const fromFactor = compileFactor(from, factors, String(name), context);
  const toFactor = to === undefined ? undefined : compileFactor(to, factors, String(name), context);
  const read = readDecimal(context);
  const isPlain = context.incoming === 'any';
  return {
    yields: 'decimal',
    apply: (value, scope) => {
      const quantity = (isPlain ? toDecimal(value) : undefined) ?? read(value, scope);
      if (quantity === FAILED) return FAILED;
      const factor = fromFactor(scope);
      if (factor === FAILED) return FAILED;
      const base = multiply(quantity, factor);
      if (toFactor === undefined) return base;
      const target = toFactor(scope);
      if (target === FAILED) return FAILED;
      const result = divide(base, target, 12, 'down');
      if (result !== undefined && compare(multiply(result, target), base) === 0) return result;
      return report(scope, rule, source, 'the quantity cannot be converted to the other unit without a remainder');
    },
  };
}

function compileFactor(
  unit: unknown,
  factors: ReadonlyMap<string, Decimal>,
  table: string,
  context: StepContext,
): (scope: Scope) => Decimal | typeof FAILED {
  const { rule, block, environment, where } = context;
  if (typeof unit === 'object' && unit !== null) {
    assertKeys(unit, ['unit'], where, 'a fixed unit');
    const fixed = factors.get(String(unit.unit));
    if (fixed === undefined)
      throw new MappingError(where, `the unit "${String(unit.unit).slice(0, 40)}" is not in the table "${table}"`);
    return () => fixed;
  }
  const path = compilePath(unit as string, block, environment, where);
  const { get, field } = path;
  return (scope) => {
    const value = field === undefined ? get(scope) : scope.record[field];
    if (value === FAILED) return FAILED;
    const factor = typeof value === 'string' ? factors.get(value) : undefined;
    if (factor !== undefined) return factor;
    return report(
      scope,
      rule,
      path,
      `the unit ${showCode(value, rule, path) ?? `(${describeShape(value)})`} is not in the table "${table}"; add it there or correct the record`,
    );
  };
}
