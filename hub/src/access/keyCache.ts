import type { Clock } from '../contract';
import type { Database } from '../store';
import { allKeys, type StoredKey } from './keyTable';

/** How old an answer of the cache may be: a key revoked at one replica is refused by all of them within this time. */
const STALE_AFTER_MS = 1_000;

type Keys = ReadonlyMap<string, StoredKey>;

/** All keys in memory, so that a check costs no query; read anew at most once a second, and only while somebody asks. */
export class KeyCache {
  private keys: Keys = new Map();
  /** When the query behind `keys` was sent: what was committed before is in it. */
  private readAtMs = -Infinity;
  private loading: Promise<Keys> | undefined;
  private generation = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The keys, when they are fresh enough; otherwise {@link load} has to be waited for. */
  fresh(): Keys | undefined {
    const ageMs = this.clock.now() - this.readAtMs;
    // A clock that was set back makes everything stale, not everything fresh.
    return ageMs >= 0 && ageMs < STALE_AFTER_MS ? this.keys : undefined;
  }

  /** @throws StoreUnavailable when the keys cannot be read: nobody gets in then */
  async load(): Promise<Keys> {
    this.loading ??= this.read().finally(() => (this.loading = undefined));
    return await this.loading;
  }

  /** Makes the next check read the store: a key was changed here. */
  forget(): void {
    this.generation += 1;
    this.readAtMs = -Infinity;
    this.loading = undefined;
  }

  private async read(): Promise<Keys> {
    const generation = this.generation;
    const readAtMs = this.clock.now();
    const keys = new Map((await this.database.read(allKeys)).map((key) => [key.id, key]));
    if (generation === this.generation) {
      this.keys = keys;
      this.readAtMs = readAtMs;
    }
    return keys;
  }
}
