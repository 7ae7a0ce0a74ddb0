/** The command was called wrongly: exit code 2, a sentence on stderr. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
