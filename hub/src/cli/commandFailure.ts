/** The command was called rightly, but what it asks for cannot be done: exit code 1, a sentence on stderr. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}
