/** Sealed bytes do not open: they were sealed with a key that is not in the key file, for another purpose, or were changed. */
export class VaultError extends Error {
  override readonly name = 'VaultError';

  constructor(
    message: string,
    /** What to do about it. */
    readonly nextStep: string,
  ) {
    super(message);
  }
}
