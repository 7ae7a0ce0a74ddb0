/** A secret that verifies deliveries of a source. */
export interface KeptSecret {
  readonly secret: string;
  /** Until when it is accepted; absent for the secrets of the latest registration. */
  readonly untilMs?: number;
}

export interface MergedSecrets {
  readonly secrets: readonly KeptSecret[];
  /** Whether the current secret is another one than before. */
  readonly rotated: boolean;
}

/** What was signed with the secret before, and is still on its way or being retried, must not be refused. */
export const ROTATION_GRACE_MS = 24 * 60 * 60 * 1000;
/** More rotations than this within the grace period are no rotation any more. */
const MOST_EARLIER_SECRETS = 4;

/** The secrets after a registration: the given ones, and for a day those that it no longer names. */
export function mergeSecrets(stored: readonly KeptSecret[], given: readonly string[], nowMs: number): MergedSecrets {
  const current = [...new Set(given)];
  const earlier = stored
    .filter(({ secret }) => !current.includes(secret))
    .map(({ secret, untilMs }) => ({ secret, untilMs: untilMs ?? nowMs + ROTATION_GRACE_MS }))
    .filter(({ untilMs }) => untilMs > nowMs)
    .slice(0, MOST_EARLIER_SECRETS);
  const [before] = stored;
  return {
    secrets: [...current.map((secret) => ({ secret })), ...earlier],
    rotated: before !== undefined && before.secret !== current[0],
  };
}

/** The secrets that are accepted at a time. */
export function secretsAt(secrets: readonly KeptSecret[], nowMs: number): readonly string[] {
  return secrets.filter(({ untilMs }) => untilMs === undefined || untilMs > nowMs).map(({ secret }) => secret);
}
