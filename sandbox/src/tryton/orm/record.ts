import { NotSimulatedError, UserError } from '../errors';
import { Decimal } from '../values/decimal';
import { Day } from '../values/time';
import { isList, isTruthy, type Value } from '../values/value';
import type { Row } from './definition';
import type { Environment } from './environment';
import { fieldValue } from './fieldValue';
import type { Model } from './model';
import type { PysonScope } from './pyson';

/** One record as server code sees it: access rights do not apply, relations can be followed. */
export class ModelRecord {
  constructor(
    readonly env: Environment,
    readonly model: Model,
    readonly id: number,
  ) {}

  get exists(): boolean {
    return this.env.store.table(this.model.name).has(this.id);
  }

  /** The stored row. A record that is gone fails as in the real system. */
  get row(): Row {
    const row = this.env.store.table(this.model.name).get(this.id);
    if (!row)
      throw new UserError(`You are trying to read records "${this.id}" of "${this.model.string}" that don't exist anymore.`);
    return row;
  }

  /** The value of any field: an id for a relation, a list of ids for several. */
  value(name: string): Value {
    return fieldValue(this.env, this.model, this.row, name);
  }

  text(name: string): string {
    const value = this.value(name);
    return typeof value === 'string' ? value : '';
  }

  number(name: string): number {
    const value = this.value(name);
    return typeof value === 'number' ? value : 0;
  }

  decimal(name: string): Decimal | null {
    const value = this.value(name);
    return value instanceof Decimal ? value : null;
  }

  day(name: string): Day | null {
    const value = this.value(name);
    return value instanceof Day ? value : null;
  }

  is(name: string): boolean {
    return isTruthy(this.value(name));
  }

  /** The record that a many2one or reference field points to. */
  one(name: string): ModelRecord | null {
    const value = this.value(name);
    if (typeof value === 'number') return this.related(name).record(this.env, value);
    if (typeof value !== 'string') return null;
    const [model = '', id = ''] = value.split(',');
    return this.env.registry.model(model).record(this.env, Number(id));
  }

  /** As {@link one}, for a field that cannot be empty at this point. */
  required(name: string): ModelRecord {
    const record = this.one(name);
    if (!record) throw new NotSimulatedError(`${this.model.name} without ${name} at this point`);
    return record;
  }

  many(name: string): ModelRecord[] {
    const value = this.value(name);
    return isList(value) ? this.related(name).records(this.env, value.map(Number)) : [];
  }

  get recName(): string {
    return this.text('rec_name');
  }

  /** Names in PYSON conditions on this record. */
  get scope(): PysonScope {
    return (name) => {
      if (name === 'context') return this.env.context as Value;
      if (name.startsWith('_parent_')) return this.one(name.slice('_parent_'.length))?.scope;
      return this.model.hasField(name) ? this.value(name) : undefined;
    };
  }

  private related(name: string): Model {
    const { relation } = this.model.field(name);
    if (!relation) throw new NotSimulatedError(`the relation of ${this.model.name}.${name}`);
    return this.env.registry.model(relation);
  }
}
