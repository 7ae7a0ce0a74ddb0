import { Problem } from '../failures';

const MIN_CHARACTERS = 12;
const MAX_CHARACTERS = 256;
/** Without letters and digits that look alike: a one-time password is read from a screen and typed. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_CHARACTERS = 5;

/**
 * Checks a password that somebody wants to have: length decides, as NIST SP 800-63B says, not a mixture of kinds of characters.
 * @throws Problem 400 with what is wrong; the password is never part of it
 */
export function checkNewPassword(password: string, name: string, current: string): void {
  const characters = [...password].length;
  if (characters < MIN_CHARACTERS) refuse('password-short', `The new password has fewer than ${MIN_CHARACTERS} characters.`);
  if (characters > MAX_CHARACTERS) refuse('password-long', `The new password has more than ${MAX_CHARACTERS} characters.`);
  if (password === current) refuse('password-same', 'The new password is the current one.');
  const simple = password.toLowerCase();
  if (simple.includes(name) && name.length > 3) refuse('password-name', 'The new password contains the name of the account.');
  if (new Set(simple).size < 5) refuse('password-simple', 'The new password repeats very few characters.');
}

/** A password for the first sign-in: four groups of five characters, 99 bits. */
export function oneTimePassword(random: (bytes: number) => Buffer): string {
  const groups: string[] = [];
  while (groups.length < GROUPS) {
    let group = '';
    while (group.length < GROUP_CHARACTERS) {
      // Values above the largest multiple are thrown away: a remainder would favour the first letters.
      const value = random(1).readUInt8(0);
      if (value < 256 - (256 % ALPHABET.length)) group += ALPHABET.charAt(value % ALPHABET.length);
    }
    groups.push(group);
  }
  return groups.join('-');
}

function refuse(code: string, message: string): never {
  throw new Problem(400, code, message, {
    pointer: '/next',
    nextStep: 'Choose a longer phrase of several words that nobody else knows.',
  });
}
