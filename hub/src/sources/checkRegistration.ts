import type { PushTarget, SourceRegistration } from '../../../core/hub';
import type { IntakeProfile } from '../../../core/intake';
import { Problem } from '../failures';

/** Shorter ones are not made by `pushKey`, and too easily guessed. */
const SHORTEST_PUSH_KEY_BYTES = 16;

/**
 * Checks what the schema of the route cannot say.
 *
 * @returns the profile that the registration names
 * @throws Problem (400) with a pointer
 */
export function checkRegistration(registration: SourceRegistration, profiles: readonly IntakeProfile[]): IntakeProfile {
  const profile = profiles.find(({ id }) => id === registration.profile);
  if (profile === undefined) {
    throw invalid(
      '/profile',
      'The hub has no intake profile of this name',
      `Use one of: ${profiles.map(({ id }) => id).join(', ')}.`,
    );
  }
  if (registration.tenant.trim() === '') throw invalid('/tenant', 'The tenant is empty', 'Name the shop, company or database.');
  const { secrets } = registration;
  if (secrets.length === 0 || secrets.some((secret) => secret === '')) {
    throw invalid(
      '/secrets',
      'A source needs a secret: without one nobody could tell a delivery from a forged one',
      'Enter it in the credential.',
    );
  }
  checkPushTarget(registration.push);
  return profile;
}

/** @throws Problem (400) with a pointer */
export function checkPushTarget({ url, key }: PushTarget): void {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !['http:', 'https:'].includes(address.protocol)) {
    throw invalid(
      '/push/url',
      'The address to push to is no http or https address',
      'Use the production webhook address of the trigger.',
    );
  }
  if (address.username !== '' || address.password !== '') {
    throw invalid('/push/url', 'The address to push to has a user name or password in it', 'Pushes are signed: leave them out.');
  }
  if (Buffer.from(key, 'base64').length < SHORTEST_PUSH_KEY_BYTES) {
    throw invalid('/push/key', `The key of the pushes has less than ${SHORTEST_PUSH_KEY_BYTES} bytes`, 'Make it with pushKey.');
  }
}

function invalid(pointer: string, message: string, nextStep: string): Problem {
  return new Problem(400, 'invalid-registration', message, { pointer, nextStep });
}
