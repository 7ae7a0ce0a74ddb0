/**
 * The mapping file format as TypeScript. `mappings/mapping.schema.json` is the same as a JSON Schema, with the descriptions that
 * editors show; the two are kept in step by a test.
 *
 * What counts as "nothing there": a path that does not exist and `null` are the same (missing). Empty text is a value, except
 * where a rule asks for content: `required` refuses it, `missing` holds for it, and `join`, `list` and a `from` with several paths
 * pass over it. `default` stands in for a missing value only. A list that is missing gives an empty list, an object without any
 * field is missing.
 */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * Where a value is read from, as text:
 * `name.sub[0].x` in the current record, `$.x` from the whole input, `^.x` from the enclosing record, `@name` from the context,
 * `%name` a value named under `let`, `=name` from the output built so far, `#` the index of the current record (0-based, among
 * the records that `where` lets through), `#1` its 1-based number, `.` the current record itself, `list[#]` the entry of a list
 * at the current index, `["odd name"]` a name with other characters. `items[].price` stands for all items (only where a list is
 * expected).
 */
export type Path = string;

/** What `type` tells apart; missing values have none. */
export type TypeName = 'text' | 'number' | 'boolean' | 'list' | 'object';

export type Condition =
  | { readonly exists: Path }
  | { readonly missing: Path }
  | { readonly truthy: Path }
  | { readonly type: readonly [Path, TypeName] }
  | { readonly equals: readonly [Path, JsonValue] }
  | { readonly same: readonly [Path, Path] }
  | { readonly in: readonly [Path, readonly JsonValue[]] }
  | { readonly contains: readonly [Path, string] }
  | { readonly startsWith: readonly [Path, string] }
  | { readonly compare: readonly [Calculation, Comparison, Calculation] }
  | { readonly some: { readonly each: Path; readonly where: Condition } }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

export type Comparison = '<' | '<=' | '=' | '!=' | '>=' | '>';

export interface SumOver {
  readonly each: Path;
  readonly where?: Condition;
  readonly of: Calculation;
}

export interface RoundTo {
  readonly scale: number | Path;
  readonly rounding: RoundingName;
}

/** Exact decimal arithmetic: a path, a whole number, `{"value": "0.5"}`, or an operation with its operands. */
export type Calculation =
  | Path
  | number
  | { readonly value: string }
  | readonly ['add' | 'subtract' | 'multiply' | 'min' | 'max' | 'or', Calculation, Calculation, ...Calculation[]]
  | readonly ['negate' | 'absolute', Calculation]
  | readonly ['if', Condition, Calculation, Calculation]
  | readonly ['divide', Calculation, Calculation, RoundTo]
  | readonly ['round', Calculation, RoundTo]
  | readonly ['sum', Path | SumOver]
  | readonly ['count', Path];

export type RoundingName = 'halfUp' | 'halfEven' | 'down' | 'up';

export type Step =
  | 'trim'
  | 'upper'
  | 'lower'
  | 'collapse'
  | 'text'
  | 'integer'
  | 'boolean'
  | 'decimal'
  | { readonly decimal: { readonly scale: number | Path; readonly rounding?: RoundingName } }
  | { readonly clean: 'line' | 'paragraphs' | CleanOptions }
  | { readonly replace: { readonly find: string; readonly with: string } }
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly withoutPrefix: string }
  | { readonly withoutSuffix: string }
  | { readonly after: string }
  | { readonly before: string }
  | { readonly maxLength: number }
  | { readonly truncate: number }
  | { readonly oneOf: readonly JsonValue[] }
  | { readonly lookup: { readonly table: string; readonly onMiss: OnMiss } }
  | { readonly convert: { readonly table: string; readonly from: Unit; readonly to?: Unit } }
  | { readonly dateTime: { readonly zone?: Path; readonly to?: 'UTC' } }
  | { readonly date: { readonly zone?: Path } }
  | { readonly split: string };

export type OnMiss = 'error' | 'keep' | 'missing' | { readonly use: JsonValue };

/** A unit of measure: read from the record, or one fixed code of the table. */
export type Unit = Path | { readonly unit: string };

export interface CleanOptions {
  readonly controls: 'remove' | 'space' | 'error';
  readonly lineBreaks: 'keep' | 'space';
  readonly emoji: 'keep' | 'remove' | 'error';
}

export interface Allocation {
  /** What is shared out. Missing counts as zero. */
  readonly amount: Calculation;
  /** The records that share it; `where` leaves some out, they get no place in the result. */
  readonly over: Path;
  readonly where?: Condition;
  /** The weight of one record. */
  readonly by: Calculation;
  /** Decimals of every share. */
  readonly scale: number | Path;
}

/** One rule: exactly one source of the value, then steps, then what happens when nothing is there. */
export interface Rule {
  readonly description?: string;
  // Sources
  readonly from?: Path | readonly Path[];
  readonly const?: JsonValue;
  readonly template?: string;
  readonly join?: { readonly paths: readonly Path[]; readonly with: string };
  readonly list?: readonly Path[];
  readonly calc?: Calculation;
  readonly is?: Condition;
  readonly allocate?: Allocation;
  readonly cases?: readonly Case[];
  /** Joins lists and single values to one list; missing parts are skipped. */
  readonly concat?: readonly Rule[];
  readonly each?: Path;
  readonly object?: Path;
  /** Values named for this record only, read as `%name`. */
  readonly let?: Fields;
  readonly fields?: Fields;
  readonly use?: string;
  readonly value?: Rule;
  readonly groupBy?: readonly Path[];
  readonly where?: Condition;
  // What happens to it
  readonly steps?: readonly Step[];
  readonly when?: Condition;
  readonly default?: JsonValue;
  readonly required?: boolean;
  /** True: the value is personal, so no message ever shows it. Holds for the rules inside as well. */
  readonly personal?: boolean;
  /** True: the rule can be run backwards; checked when the mapping is compiled, proven by a round-trip test. */
  readonly invertible?: boolean;
}

export interface Case extends Rule {
  readonly else?: boolean;
}

export type Fields = Readonly<Record<string, Rule | null>>;

export interface Check {
  readonly rule: string;
  readonly description?: string;
  /** What must be true of the output (or the input). */
  readonly that: Condition;
  readonly when?: Condition;
  readonly message: string;
  /** What to show in the message: two calculations, printed as expected and actual. */
  readonly compare?: { readonly expected: Calculation; readonly actual: Calculation };
  readonly source?: Path;
  readonly target?: string;
}

export interface Example {
  readonly name: string;
  readonly description?: string;
  readonly input: JsonValue;
  readonly context?: Readonly<Record<string, JsonValue>>;
  /** The whole output, exactly. */
  readonly output?: JsonValue;
  /** The part of the output that the example is about: named fields must be equal, lists must have the same length. */
  readonly includes?: JsonValue;
  /** For examples that must be refused: the expected issues, as far as stated. */
  readonly issues?: readonly { readonly rule?: string; readonly source?: string; readonly target?: string }[];
}

export interface ContextEntry {
  readonly description?: string;
  readonly default?: JsonValue;
  readonly required?: boolean;
}

export interface Limits {
  /** Longest list, in entries. */
  readonly maxItems?: number;
  /** Longest text, in UTF-16 units. */
  readonly maxTextLength?: number;
  /** Most issues reported for one record. */
  readonly maxIssues?: number;
  /** Most list entries looked at for one record, over all rules together. */
  readonly maxVisits?: number;
}

export interface Mapping {
  readonly $schema?: string;
  readonly id: string;
  readonly version: string;
  readonly title?: string;
  readonly description?: string;
  readonly extends?: string;
  readonly source?: { readonly system: string; readonly document: string };
  readonly target?: { readonly document?: string };
  readonly context?: Readonly<Record<string, ContextEntry>>;
  readonly tables?: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
  readonly blocks?: Readonly<Record<string, { readonly description?: string; readonly fields: Fields }>>;
  readonly let?: Fields;
  readonly fields?: Fields;
  readonly checks?: readonly Check[];
  readonly limits?: Limits;
  readonly examples?: readonly Example[];
}
