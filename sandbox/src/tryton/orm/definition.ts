import { recordedModels } from '../models/recorded';
import type { Value } from '../values/value';
import type { Pyson } from './pyson';

export type FieldType =
  | 'integer'
  | 'biginteger'
  | 'char'
  | 'text'
  | 'fullTextSearch'
  | 'boolean'
  | 'float'
  | 'numeric'
  | 'date'
  | 'datetime'
  | 'timestamp'
  | 'timedelta'
  | 'time'
  | 'selection'
  | 'multiselection'
  | 'reference'
  | 'many2one'
  | 'one2many'
  | 'many2many'
  | 'binary'
  | 'dict';

/** An order clause: field expression, then `ASC`, `DESC NULLS FIRST` … or null. */
export type OrderClause = readonly [string, string | null];

/** One field as recorded from the real system. */
export interface FieldDefinition {
  readonly type: FieldType;
  /** The label that stands in error messages. */
  readonly string: string;
  readonly required?: boolean;
  readonly depends?: readonly string[];
  readonly domain?: Pyson;
  readonly requiredWhen?: Pyson;
  /** Total and decimal digits. */
  readonly digits?: Pyson;
  readonly size?: Pyson;
  readonly forbiddenChars?: string;
  readonly selection?: readonly (readonly [string | null, string])[];
  readonly relation?: string;
  readonly ondelete?: 'CASCADE' | 'RESTRICT' | 'SET NULL';
  /** one2many: the field of the target that points back; null for a field that only mirrors another model's. */
  readonly relationField?: string | null;
  /** many2many: the model between, and its two fields. */
  readonly through?: string;
  readonly origin?: string;
  readonly target?: string;
  readonly order?: readonly OrderClause[];
  readonly filter?: Pyson;
  /** Computed fields: the names of their methods. */
  readonly getter?: string;
  readonly setter?: string;
  readonly searcher?: string;
  /** Set for a value that is stored per company: the label of the model that stores it. */
  readonly multivalue?: string;
  readonly translate?: boolean;
  /** The field has a default method. */
  readonly default?: boolean;
}

export interface ConstraintDefinition {
  readonly name: string;
  readonly message: string;
  readonly unique?: readonly string[];
  readonly exclude?: string;
}

/** One model as recorded from the real system. */
export interface ModelDefinition {
  readonly name: string;
  readonly string: string;
  readonly recName: string;
  readonly orderName?: string;
  readonly order: readonly OrderClause[];
  /** Position in the server's list of models: the order in which references to a deleted record are looked for. */
  readonly poolOrder: number;
  readonly constraints?: readonly ConstraintDefinition[];
  /** Allowed changes of `state`, from and to. */
  readonly transitions?: readonly (readonly [string, string])[];
  readonly buttons?: readonly string[];
  /** In the order in which the server validates them. */
  readonly fields: { readonly [name: string]: FieldDefinition };
}

/** All simulated models by name. */
export const modelDefinitions: ReadonlyMap<string, ModelDefinition> = new Map(
  (recordedModels as readonly ModelDefinition[]).map((definition) => [definition.name, definition]),
);

/** True for a field that is a column of its table (values per company included, see multivalue). */
export function isStored(field: FieldDefinition): boolean {
  return field.getter === undefined && field.type !== 'one2many' && field.type !== 'many2many';
}

/** True for a field that is computed by a method. */
export function isComputed(field: FieldDefinition): boolean {
  return field.getter !== undefined;
}

/** A column value as it stands in a row. */
export type Row = { readonly id: number } & { readonly [column: string]: Value };
