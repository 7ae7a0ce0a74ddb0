import type { Decimal } from '../../decimal';
import { add, compare, multiply, parseDecimal, subtract, toDecimal } from '../../decimal';
import type { Scope } from './scope';
import { FAILED } from './scope';

/** A value, `undefined` when an operand is missing, FAILED when one is not a decimal (already reported). */
export type Calculate = (scope: Scope) => Decimal | undefined | typeof FAILED;

/** A part of a calculation, with what lets an operation take it into its own function. */
export interface Operand {
  readonly calculate: Calculate;
  /** Set when it is one field of the current record. */
  readonly field?: FieldOperand;
  /** Set when it is a fixed number. */
  readonly fixed?: Decimal;
}

export interface FieldOperand {
  readonly key: string;
  /** Reports that the value is no decimal. */
  readonly refuse: (value: unknown, scope: Scope) => typeof FAILED;
}

/** Reads a field of the current record as a decimal. */
export function readField({ key, refuse }: FieldOperand, scope: Scope): Decimal | undefined | typeof FAILED {
  const value = scope.record[key];
  if (typeof value === 'string') return parseDecimal(value) ?? refuse(value, scope);
  if (value === undefined || value === null) return undefined;
  return toDecimal(value) ?? refuse(value, scope);
}

/**
 * The operations on two operands. Each is spelled out, and again for the operands that mappings mostly have (two fields, a field,
 * a fixed number), because V8 builds reading and arithmetic into one machine function only when nothing in between varies.
 */
export const PAIRS: Readonly<Record<string, (left: Operand, right: Operand) => Calculate>> = {
  add: ({ calculate: left }, { calculate: right, field, fixed }) => {
    if (fixed !== undefined) {
      return (scope) => {
        const a = left(scope);
        return a === undefined || a === FAILED ? a : add(a, fixed);
      };
    }
    if (field !== undefined) {
      return (scope) => {
        const a = left(scope);
        if (a === undefined || a === FAILED) return a;
        const b = readField(field, scope);
        return b === undefined || b === FAILED ? b : add(a, b);
      };
    }
    return (scope) => {
      const a = left(scope);
      if (a === undefined || a === FAILED) return a;
      const b = right(scope);
      return b === undefined || b === FAILED ? b : add(a, b);
    };
  },
  subtract: ({ calculate: left }, { calculate: right, field }) => {
    if (field !== undefined) {
      return (scope) => {
        const a = left(scope);
        if (a === undefined || a === FAILED) return a;
        const b = readField(field, scope);
        return b === undefined || b === FAILED ? b : subtract(a, b);
      };
    }
    return (scope) => {
      const a = left(scope);
      if (a === undefined || a === FAILED) return a;
      const b = right(scope);
      return b === undefined || b === FAILED ? b : subtract(a, b);
    };
  },
  multiply: ({ calculate: left, field: leftField }, { calculate: right, field, fixed }) => {
    if (fixed !== undefined) {
      return (scope) => {
        const a = left(scope);
        return a === undefined || a === FAILED ? a : multiply(a, fixed);
      };
    }
    if (field !== undefined && leftField !== undefined) {
      return (scope) => {
        const a = readField(leftField, scope);
        if (a === undefined || a === FAILED) return a;
        const b = readField(field, scope);
        return b === undefined || b === FAILED ? b : multiply(a, b);
      };
    }
    return (scope) => {
      const a = left(scope);
      if (a === undefined || a === FAILED) return a;
      const b = right(scope);
      return b === undefined || b === FAILED ? b : multiply(a, b);
    };
  },
  min:
    ({ calculate: left }, { calculate: right }) =>
    (scope) => {
      const a = left(scope);
      if (a === undefined || a === FAILED) return a;
      const b = right(scope);
      return b === undefined || b === FAILED || compare(b, a) < 0 ? b : a;
    },
  max:
    ({ calculate: left }, { calculate: right }) =>
    (scope) => {
      const a = left(scope);
      if (a === undefined || a === FAILED) return a;
      const b = right(scope);
      return b === undefined || b === FAILED || compare(b, a) > 0 ? b : a;
    },
};
