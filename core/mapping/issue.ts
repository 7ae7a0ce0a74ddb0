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

/**
 * One bad value is often read by several rules: the same message about the same place of the input is kept once, where possible
 * that of a rule that writes something.
 */
export function withoutDoubles(issues: readonly Issue[]): Issue[] {
  const kept = new Map<string, Issue>();
  for (const issue of issues) {
    const key =
      issue.source === ''
        ? JSON.stringify([issue.rule, issue.target, issue.message])
        : JSON.stringify([issue.source, issue.message]);
    const known = kept.get(key);
    if (known === undefined || (isLet(known) && !isLet(issue))) kept.set(key, issue);
  }
  return [...kept.values()];
}

function isLet(issue: Issue): boolean {
  return /[#.]let \w/.test(issue.rule);
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
