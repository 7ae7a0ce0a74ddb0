import { randomFrom } from './random';

/**
 * What can happen to one request:
 *
 * - `timeoutBeforeCommit`   nothing is stored and nothing is answered
 * - `timeoutAfterCommit`    it is stored, the answer never comes
 * - `lateCommit`            it is stored some time later, when the caller may have given up already
 * - `error429`              refused, nothing stored
 * - `error500BeforeCommit`  HTTP 500, nothing stored
 * - `error500AfterCommit`   HTTP 500, although it is stored
 * - `cutResponse`           it is stored, the answer breaks off in the middle
 */
export const faultKinds = [
  'timeoutBeforeCommit',
  'timeoutAfterCommit',
  'lateCommit',
  'error429',
  'error500BeforeCommit',
  'error500AfterCommit',
  'cutResponse',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** One fault drawn for one request. */
export interface Fault {
  readonly kind: FaultKind;
  /** `lateCommit`: how long after the request it is stored, in milliseconds. */
  readonly commitDelayMs: number;
  /** The two time-outs: how long the connection stays open before it is dropped; 0 drops it at once. */
  readonly hangMs: number;
  /** `error429`: the Retry-After header, in seconds. */
  readonly retryAfterSeconds: number;
}

export interface FaultPlanOptions {
  /** The same seed gives the same faults for the same requests. Print it when a test fails. */
  readonly seed?: string | number;
  /** Probability of each fault per request, 0 to 1; together at most 1. */
  readonly rates?: Partial<Record<FaultKind, number>>;
  /** Shortest and longest delay of a late commit in milliseconds. */
  readonly lateCommitMs?: readonly [number, number];
  /** How long a timed-out connection stays open, in milliseconds. */
  readonly hangMs?: number;
  readonly retryAfterSeconds?: number;
}

/**
 * Decides which request meets which fault. The draw depends on seed, key and attempt only, never on the order of arrival,
 * so a campaign with many workers can be repeated.
 */
export class FaultPlan {
  readonly seed: string;
  private readonly rates: ReadonlyMap<FaultKind, number>;
  private readonly attempts = new Map<string, number>();
  private readonly queued: (Fault | undefined)[] = [];
  private readonly lateCommitMs: readonly [number, number];
  private readonly defaults: Fault;

  constructor(options: FaultPlanOptions = {}) {
    this.seed = String(options.seed ?? 1);
    this.rates = checkedRates(options.rates ?? {});
    this.lateCommitMs = options.lateCommitMs ?? [100, 600];
    this.defaults = {
      kind: 'error429',
      commitDelayMs: this.lateCommitMs[1],
      hangMs: options.hangMs ?? 0,
      retryAfterSeconds: options.retryAfterSeconds ?? 1,
    };
  }

  /** Programs the next requests, one entry each, whatever their key: a fault, or `'none'` for an undisturbed one. */
  next(...faults: readonly (FaultKind | 'none' | (Partial<Fault> & { readonly kind: FaultKind }))[]): this {
    for (const fault of faults) {
      if (fault === 'none') this.queued.push(undefined);
      else this.queued.push({ ...this.defaults, ...(typeof fault === 'string' ? { kind: fault } : fault) });
    }
    return this;
  }

  /**
   * The fault that the next attempt of a request meets; `undefined` for none.
   * @param key what the request is about, the same for each of its attempts
   */
  draw(key: string): Fault | undefined {
    const attempt = (this.attempts.get(key) ?? 0) + 1;
    this.attempts.set(key, attempt);
    if (this.queued.length > 0) return this.queued.shift();
    if (this.rates.size === 0) return undefined;

    const random = randomFrom(`${this.seed}/${key}/${attempt}`);
    const drawn = random();
    const [shortest, longest] = this.lateCommitMs;
    const commitDelayMs = shortest + random() * (longest - shortest);
    let edge = 0;
    for (const [kind, rate] of this.rates) {
      edge += rate;
      if (drawn < edge) return { ...this.defaults, kind, commitDelayMs };
    }
    return undefined;
  }
}

/** Keeps the fixed order of {@link faultKinds}, so that the order of the caller's object changes nothing. */
function checkedRates(rates: Partial<Record<FaultKind, number>>): ReadonlyMap<FaultKind, number> {
  const checked = new Map<FaultKind, number>();
  let sum = 0;
  for (const kind of faultKinds) {
    const rate = rates[kind] ?? 0;
    if (!(rate >= 0 && rate <= 1)) throw new RangeError(`The rate of ${kind} must lie between 0 and 1`);
    sum += rate;
    if (rate > 0) checked.set(kind, rate);
  }
  if (sum > 1 + 1e-9) throw new RangeError(`The fault rates add up to ${sum}, more than 1`);
  return checked;
}
