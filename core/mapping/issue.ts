/** Why a record could not be mapped, located on both sides. Messages name the kind of a value, never a personal value. */
export interface Issue {
  /** `<mapping id>#<target field>` or `<mapping id>#<check>`. */
  readonly rule: string;
  /** JSON Pointer into the input; empty when the reason is not in one place. */
  readonly source: string;
  /** JSON Pointer into the output. */
  readonly target: string;
  readonly message: string;
}

/** A mapping that cannot be compiled: the file is wrong, not the record. */
export class MappingError extends Error {
  override readonly name = 'MappingError';

  /**
   * @param where place in the mapping file, e.g. `fields.lines[].sku`
   */
  constructor(
    readonly where: string,
    readonly problem: string,
  ) {
    super(`${where}: ${problem}`);
  }
}
