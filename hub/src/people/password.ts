import { scrypt, timingSafeEqual } from 'node:crypto';

/** Cost of a password hash; stored with each hash, so that it can be raised later without a new password for everybody. */
export interface ScryptCost {
  /** log2 of scrypt's N. */
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** 128 MiB and about a third of a second: the strongest of the settings that OWASP names as equal. */
export const DEFAULT_COST: ScryptCost = { logN: 17, r: 8, p: 1 };

const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** Hashes under way at a time: each holds 128 MiB, and a flood of sign-ins must not take the machine's memory. */
const CONCURRENT_HASHES = 2;

/** Hashes and checks passwords; a class, so that tests can choose a cheap cost and count the work. */
export class Passwords {
  private readonly queue: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly random: (bytes: number) => Buffer,
    private readonly cost: ScryptCost = DEFAULT_COST,
  ) {}

  /** @returns `scrypt$<logN>$<r>$<p>$<salt>$<hash>`, salt and hash as base64url */
  async hash(password: string): Promise<string> {
    const salt = this.random(SALT_BYTES);
    const { logN, r, p } = this.cost;
    const hash = await this.derive(password, salt, this.cost);
    return ['scrypt', logN, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
  }

  /** A hash that no password matches: checking against it takes as long as against a real one. */
  decoy(): string {
    const { logN, r, p } = this.cost;
    return [
      'scrypt',
      logN,
      r,
      p,
      Buffer.alloc(SALT_BYTES).toString('base64url'),
      Buffer.alloc(KEY_BYTES).toString('base64url'),
    ].join('$');
  }

  /** Whether the password belongs to the hash; a hash that cannot be read belongs to none. */
  async verify(password: string, stored: string): Promise<boolean> {
    const [scheme, logN, r, p, salt, hash] = stored.split('$');
    if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false;
    const expected = Buffer.from(hash, 'base64url');
    const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
    const given = await this.derive(password, Buffer.from(salt, 'base64url'), cost);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  /** Whether the hash was made with another cost than the one that new hashes get. */
  isOutdated(stored: string): boolean {
    const { logN, r, p } = this.cost;
    return !stored.startsWith(`scrypt$${logN}$${r}$${p}$`);
  }

  private async derive(password: string, salt: Buffer, { logN, r, p }: ScryptCost): Promise<Buffer> {
    await this.enter();
    try {
      const N = 2 ** logN;
      const maxmem = 256 * N * r; // scrypt needs 128 · N · r; Node refuses at exactly that
      return await new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize('NFC'), salt, KEY_BYTES, { N, r, p, maxmem }, (error, key) => {
          if (error === null) resolve(key);
          else reject(error);
        });
      });
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.running < CONCURRENT_HASHES) {
      this.running += 1;
      return;
    }
    await new Promise<void>((resolve) => this.queue.push(resolve));
  }

  /** The place goes straight to the next in the queue, so that a newcomer cannot slip in between. */
  private leave(): void {
    const next = this.queue.shift();
    if (next !== undefined) return next();
    this.running -= 1;
  }
}
