import type {
  Claim,
  ClaimRequest,
  EffectState,
  EventReport,
  EventReported,
  MappingReference,
  Settled,
  Settlement,
} from '../../core/hub';
import { compareVersions } from '../../core/keys';

/** One effect as the memory keeps it. */
export interface MemoryEffect {
  readonly key: string;
  state: EffectState;
  /** Version of the last claim, and of what is done. */
  version?: string;
  doneVersion?: string;
  fingerprint: string;
  token: string;
  fence: number;
  leaseUntilMs: number;
  settleMs: number;
  notBeforeMs: number;
  result?: unknown;
  reason?: string;
  mapping?: MappingReference;
  links: unknown[];
}

/**
 * Effects and reports in memory, strict as the contract of the hub says: one claim per key, fencing, unknown after an expired lease,
 * versions. It stands for the hub in tests; the clock is the test's.
 */
export class MemoryHub {
  readonly effects = new Map<string, MemoryEffect>();
  readonly reports: EventReport[] = [];

  constructor(private readonly now: () => number) {}

  claim(requests: readonly ClaimRequest[]): readonly Claim[] {
    return requests.map((request) => this.claimOne(request));
  }

  settle(settlements: readonly Settlement[]): readonly Settled[] {
    return settlements.map((settlement) => this.settleOne(settlement));
  }

  report(reports: readonly EventReport[]): readonly EventReported[] {
    this.reports.push(...reports);
    const states = {
      done: 'done',
      failed: 'ready',
      unknown: 'unknown',
      parked: 'parked',
      superseded: 'superseded',
      released: 'ready',
    } as const;
    return reports.map(({ id, outcome }) => ({ id, state: states[outcome] }));
  }

  private claimOne(request: ClaimRequest): Claim {
    const { key, version, fingerprint } = request;
    const row = this.effects.get(key);
    if (row === undefined) return this.grant(request, undefined, false);
    const now = this.now();
    const compared = row.doneVersion === undefined || version === undefined ? 0 : compareVersions(version, row.doneVersion);
    if (row.doneVersion !== undefined && compared < 0) return { key, decision: 'superseded', by: row.doneVersion };
    if (row.state === 'parked') return { key, decision: 'parked', reason: row.reason ?? '' };
    if (row.state === 'claimed' && row.leaseUntilMs > now) return { key, decision: 'inFlight', retryAtMs: row.leaseUntilMs };
    if (row.state === 'claimed' || row.state === 'unknown') {
      const notBeforeMs = row.state === 'claimed' ? row.leaseUntilMs + row.settleMs : row.notBeforeMs;
      return now < notBeforeMs ? { key, decision: 'unknown', lookFirst: true, notBeforeMs } : this.grant(request, row, true);
    }
    if (row.state !== 'done') return this.grant(request, row, false);
    if (row.fingerprint === fingerprint) {
      row.doneVersion = version;
      return { key, decision: 'done', result: row.result, version };
    }
    if (compared > 0) return this.grant(request, row, false);
    return { key, decision: 'conflict', storedFingerprint: row.fingerprint, givenFingerprint: fingerprint };
  }

  private grant(request: ClaimRequest, row: MemoryEffect | undefined, lookFirst: boolean): Claim {
    const { key, version, fingerprint, leaseMs, settleMs, mapping } = request;
    const fence = (row?.fence ?? 0) + 1;
    const token = `${key}.${fence}.0123456789abcdef`;
    const leaseUntilMs = this.now() + leaseMs;
    const { doneVersion, links = [] } = row ?? {};
    this.effects.set(key, {
      key,
      state: 'claimed',
      version,
      doneVersion,
      fingerprint,
      token,
      fence,
      leaseUntilMs,
      settleMs,
      notBeforeMs: 0,
      mapping,
      links,
    });
    return { key, decision: 'proceed', token, lookFirst, leaseUntilMs };
  }

  private settleOne({ token, outcome, result, reason, notBeforeMs, links = [], mapping }: Settlement): Settled {
    const row = [...this.effects.values()].find((effect) => effect.token === token);
    if (row === undefined) return { state: 'fenced' };
    Object.assign(row, { state: outcome, result, reason, notBeforeMs: notBeforeMs ?? 0, mapping: mapping ?? row.mapping });
    row.links.push(...links);
    if (outcome === 'done') row.doneVersion = row.version;
    return { state: outcome };
  }
}
