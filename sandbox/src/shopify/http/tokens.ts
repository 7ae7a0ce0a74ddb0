import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../clock';

/** A client-credentials token lives 24 hours less a second. */
export const TOKEN_LIFE_SECONDS = 86_399;

export interface TokenSettings {
  readonly clock: Clock;
  /** The static token of a legacy custom app; it never expires. */
  readonly accessToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The app's access tokens. */
export class Tokens {
  private readonly expiry = new Map<string, number>();

  constructor(private readonly settings: TokenSettings) {}

  isValid(token: string | undefined): boolean {
    if (token === undefined) return false;
    if (equal(token, this.settings.accessToken)) return true;
    const expiresAtMs = this.expiry.get(token);
    return expiresAtMs !== undefined && this.settings.clock.now() < expiresAtMs;
  }

  knowsApp(clientId: string | null): boolean {
    return clientId === this.settings.clientId;
  }

  isSecret(clientSecret: string | null): boolean {
    return clientSecret !== null && equal(clientSecret, this.settings.clientSecret);
  }

  issue(): string {
    const seed = `${this.settings.clientId}/${this.expiry.size + 1}`;
    const token = `shpat_${createHash('sha256').update(seed).digest('hex').slice(0, 32)}`;
    this.expiry.set(token, this.settings.clock.now() + TOKEN_LIFE_SECONDS * 1000);
    return token;
  }

  /** Every issued token ends now, as when the app is uninstalled or its secret is rotated. The static token stays. */
  expireIssued(): void {
    for (const token of this.expiry.keys()) this.expiry.set(token, 0);
  }
}

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
