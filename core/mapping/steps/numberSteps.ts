import type { Decimal } from '../../decimal';
import { round, toDecimal, toScale } from '../../decimal';
import { describeShape } from '../../failure';
import { assertRounding, compileScale } from '../compile/scale';
import { assertKeys, report } from '../compile/environment';
import { FAILED } from '../compile/scope';
import type { CompileStep } from './step';
import { readDecimal } from './step';

/** Steps on numbers and truth values that need no argument. */
export const plainNumberSteps: Readonly<Record<string, CompileStep>> = {
  integer: (_, { rule, source, incoming }) => ({
    yields: 'any',
    apply: (value, scope) => {
      if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
      const decimal = incoming === 'any' || Array.isArray(value) ? toDecimal(value) : (value as Decimal);
      const whole = decimal === undefined ? undefined : toScale(decimal, 0);
      if (whole !== undefined && typeof whole.units === 'number') return whole.units;
      return report(
        scope,
        rule,
        source,
        `expected a whole number, got ${decimal === undefined ? describeShape(value) : 'a number with decimals or too many digits'}`,
      );
    },
  }),
  boolean: (_, { rule, source }) => ({
    yields: 'any',
    apply: (value, scope) => {
      if (typeof value === 'boolean') return value;
      if (value === 'true' || value === 1 || value === '1') return true;
      if (value === 'false' || value === 0 || value === '0') return false;
      return report(scope, rule, source, `expected true or false, got ${describeShape(value)}`);
    },
  }),
  decimal: (_, context) => ({ yields: 'decimal', apply: readDecimal(context) }),
};

/** `{"decimal": {"scale", "rounding"}}`: exactly so many decimals; without rounding, digits that do not fit are a problem. */
export const numberSteps: Readonly<Record<string, CompileStep>> = {
  decimal: (argument, context) => {
    const { rule, source, where, block, environment } = context;
    assertKeys(argument, ['scale', 'rounding'], where, '"decimal"');
    const digits = compileScale(argument.scale, block, environment, rule, where);
    const mode = argument.rounding === undefined ? undefined : assertRounding(argument.rounding, where);
    const read = readDecimal(context);
    return {
      yields: 'decimalFixed',
      apply: (value, scope) => {
        const decimal = read(value, scope);
        if (decimal === FAILED) return FAILED;
        const wanted = digits(scope);
        if (wanted === FAILED) return FAILED;
        if (mode !== undefined) return round(decimal, wanted, mode);
        return (
          toScale(decimal, wanted) ?? report(scope, rule, source, `expected at most ${wanted} decimals, got ${decimal.scale}`)
        );
      },
    };
  },
};
