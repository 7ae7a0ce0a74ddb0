import rows from './rows.json';
import { modelDefinitions, type Row } from '../orm/definition';
import { isStored } from '../orm/definition';
import type { Store } from '../orm/store';
import { Decimal } from '../values/decimal';
import { Day, Duration, Moment } from '../values/time';
import type { Value } from '../values/value';

/** A user of the seed and the throw-away password that the real test server gets as well. */
export interface SeedUser {
  readonly id: number;
  readonly login: string;
  readonly password: string;
}

export const seedUsers: readonly SeedUser[] = [
  { id: 1, login: 'admin', password: 'admin-Pw-2026' },
  { id: 2, login: 'connector', password: 'Conn3ctor-2026!' },
];

interface SeedRow {
  readonly id: number;
  /** The record was changed after its creation, so it has a change date. */
  readonly changed?: boolean;
  readonly [column: string]: unknown;
}

/**
 * Fills an empty store with the same rows, under the same ids, that the seed of the real test server writes: company, taxes,
 * currencies, price list, customers, products, lots and their stock. Dates are relative to the day of the start.
 */
export function seed(store: Store, nowMs: number): void {
  const today = Day.inZone(nowMs, 'UTC');
  const now = new Moment(nowMs * 1000);
  for (const [model, seeded] of Object.entries(rows as { readonly [model: string]: readonly SeedRow[] })) {
    const definition = modelDefinitions.get(model);
    if (!definition) throw new Error(`The seed has rows of ${model}, which is not simulated`);
    const columns = Object.entries(definition.fields).filter(([, field]) => isStored(field));
    for (const { id, changed, ...given } of seeded) {
      const row: { [column: string]: Value } = Object.fromEntries(
        columns.map(([name, field]) => [name, field.type === 'boolean' ? 0 : null]),
      );
      for (const [name, value] of Object.entries(given)) row[name] = stored(value, today);
      const stamps = { create_uid: 1, create_date: now, write_uid: changed ? 1 : null, write_date: changed ? now : null };
      store.table(model).put({ ...row, ...stamps, id } as Row);
    }
  }
  // the company and the clerk took the first two party codes
  store.setNumber('party.party', 2);
}

function stored(value: unknown, today: Day): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value as Value;
  const special = value as { decimal?: string; daysFromToday?: number; date?: string; seconds?: number };
  if (special.decimal !== undefined) return Decimal.parse(special.decimal);
  if (special.daysFromToday !== undefined) return today.plusDays(special.daysFromToday);
  if (special.seconds !== undefined) return new Duration(special.seconds);
  const [year = 0, month = 0, day = 0] = (special.date ?? '').split('-').map(Number);
  return Day.of(year, month, day);
}
