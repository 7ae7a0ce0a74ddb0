import { Problem } from '../failures';

const NAME = /^[a-z0-9][a-z0-9._@-]{0,63}$/;

/** How a typed name is looked up: people write their names in any case. */
export function normalisedName(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/**
 * The name of a new account.
 * @throws Problem 400 when it is not 1 to 64 of `a-z 0-9 . _ @ -`, beginning with a letter or digit
 */
export function newName(typed: string): string {
  const name = normalisedName(typed);
  if (NAME.test(name)) return name;
  throw new Problem(400, 'bad-name', 'The name of an account has 1 to 64 of the characters a-z, 0-9, ".", "_", "@" and "-".', {
    pointer: '/name',
    nextStep: 'Choose a name that begins with a letter or a digit.',
  });
}
