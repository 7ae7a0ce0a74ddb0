import { PythonError } from '../errors';
import { isList, type Value } from '../values/value';
import { comparable, compareValues } from './compare';
import { pythonType, toColumn } from './convert';
import type { FieldDefinition, Row } from './definition';

/** SQL's three truth values: a comparison with NULL is neither true nor false. */
export type Truth = boolean | null;

/** A compiled test of a row. */
export type Predicate = (row: Row) => Truth;

/** Compiles a clause on a stored column. Nulls match only what speaks of null. */
export function columnTest(field: FieldDefinition, local: string, operator: string, value: Value): Predicate {
  const at = (row: Row): Value => (local === 'id' ? row.id : (row[local] ?? null));
  switch (operator) {
    case '=':
    case '!=': {
      const wanted = toColumn(field, value);
      const equals = operator === '=';
      if (wanted === null) return (row) => (at(row) === null) === equals;
      return (row) => unlessNull(at(row), (found) => (compareValues(found, wanted) === 0) === equals);
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const bound = toColumn(field, value);
      const holds = orderTest(operator);
      return (row) => (bound === null ? null : unlessNull(at(row), (found) => holds(compareValues(found, bound))));
    }
    case 'in':
    case 'not in': {
      if (!isList(value)) throw new PythonError(`'${pythonType(value)}' object is not iterable`);
      return membership(field, at, value, operator === 'in');
    }
    default: {
      const pattern = likePattern(String(toColumn(field, value) ?? ''));
      const negated = operator.startsWith('not ');
      return (row) => unlessNull(at(row), (found) => pattern.test(String(found)) !== negated);
    }
  }
}

function membership(field: FieldDefinition, at: (row: Row) => Value, value: readonly Value[], isIn: boolean): Predicate {
  const wanted = new Set(value.filter((item) => item !== null).map((item) => comparable(toColumn(field, item))));
  const withNull = value.includes(null);
  return (row) => {
    const found = at(row);
    if (found === null) {
      if (isIn) return withNull || (wanted.size === 0 ? false : null);
      return withNull ? false : wanted.size === 0 ? true : null;
    }
    return wanted.has(comparable(found)) === isIn;
  };
}

function unlessNull(value: Value, test: (value: Value) => boolean): Truth {
  return value === null || value === undefined ? null : test(value);
}

function orderTest(operator: string): (order: number) => boolean {
  if (operator === '<') return (order) => order < 0;
  if (operator === '<=') return (order) => order <= 0;
  if (operator === '>') return (order) => order > 0;
  return (order) => order >= 0;
}

/** SQLite's LIKE: % and _ are wild, ASCII letters match in either case, a backslash takes the next character as it is. */
function likePattern(text: string): RegExp {
  let source = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (character === '\\' && i + 1 < text.length) {
      i += 1;
      source += escaped(text[i] ?? '');
    } else if (character === '%') source += '[\\s\\S]*';
    else if (character === '_') source += '[\\s\\S]';
    else source += escaped(character);
  }
  return new RegExp(`^${source}$`);
}

function escaped(character: string): string {
  if (/[a-zA-Z]/.test(character)) return `[${character.toLowerCase()}${character.toUpperCase()}]`;
  return character.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
