import { UnknownKeyError } from '../errors';
import type { Behaviour } from './behaviour';
import type { FieldDefinition, ModelDefinition } from './definition';
import type { Environment } from './environment';
import { ModelRecord } from './record';

/** A model: what was recorded of it, and what the simulator does for it. */
export class Model {
  constructor(
    readonly definition: ModelDefinition,
    readonly behaviour: Behaviour,
  ) {}

  get name(): string {
    return this.definition.name;
  }

  /** The label that stands in messages. */
  get string(): string {
    return this.definition.string;
  }

  hasField(name: string): boolean {
    return Object.hasOwn(this.definition.fields, name);
  }

  /** The definition of a field; an unknown name fails as a missing dictionary key. */
  field(name: string): FieldDefinition {
    const field = this.hasField(name) ? this.definition.fields[name] : undefined;
    if (!field) throw new UnknownKeyError(name);
    return field;
  }

  /** Fields in the order in which the server validates them. */
  get fields(): readonly (readonly [string, FieldDefinition])[] {
    return Object.entries(this.definition.fields);
  }

  /** One record; it need not exist. */
  record(env: Environment, id: number): ModelRecord {
    return new ModelRecord(env.unchecked(), this, id);
  }

  records(env: Environment, ids: readonly number[]): ModelRecord[] {
    return ids.map((id) => this.record(env, id));
  }
}
