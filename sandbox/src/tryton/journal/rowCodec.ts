import type { Row } from '../orm/definition';
import { Decimal } from '../values/decimal';
import { Day, Duration, Moment } from '../values/time';
import type { Value } from '../values/value';

/** Columns of a row as JSON. Values that JSON does not know are objects of one short key. */
export type JsonColumns = { [column: string]: unknown };

/** The columns of `row` that differ from `before`; those of a new row that hold something. */
export function encodeColumns(row: Row, before: Row | undefined): JsonColumns {
  const columns: JsonColumns = {};
  for (const [name, value] of Object.entries(row)) if (value !== before?.[name]) columns[name] = encode(value);
  for (const name in before) if (row[name] === undefined) columns[name] = null;
  return columns;
}

/** The row that columns of the journal make of the one before. */
export function decodeColumns(columns: JsonColumns, before: Row | undefined, id: number): Row {
  const row: { [column: string]: Value } = { ...before };
  for (const [name, value] of Object.entries(columns)) row[name] = decode(value);
  return { ...row, id };
}

function encode(value: Value): unknown {
  if (value instanceof Decimal) return { d: value.toString() };
  if (value instanceof Moment) return { m: value.micros };
  if (value instanceof Day) return { y: value.toString() };
  if (value instanceof Duration) return { s: value.seconds };
  return value ?? null;
}

function decode(value: unknown): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value as Value;
  const { d, m, y, s } = value as { d?: string; m?: number; y?: string; s?: number };
  if (d !== undefined) return Decimal.parse(d);
  if (m !== undefined) return new Moment(m);
  if (s !== undefined) return new Duration(s);
  const [year = 0, month = 0, day = 0] = (y ?? '').split('-').map(Number);
  return Day.of(year, month, day);
}
