import fc from 'fast-check';
import type { Settlement } from '../../../core/hub';
import { compareVersions } from '../../../core/keys';
import { EFFECT_COLUMNS, type EffectRow } from '../../src/effects/effectRow';
import type { Database } from '../../src/store';
import { describeStores } from '../support/databases';
import { LEASE_MS, LedgerBench, PERSON, print, SETTLE_MS } from './support';

type Step =
  | { readonly do: 'claim'; readonly version: string; readonly variant: boolean }
  | { readonly do: 'settle'; readonly which: number; readonly outcome: Settlement['outcome'] }
  | { readonly do: 'wait'; readonly forMs: number }
  | { readonly do: 'resolve'; readonly outcome: 'done' | 'retry' };

interface Right {
  readonly token: string;
  readonly version: string;
  readonly untilMs: number;
  /** Ends when it is settled, or when its lease has ended. */
  isOpen: boolean;
}

const outcomes = fc.constantFrom('done', 'rejected', 'retry', 'unknown', 'parked') as fc.Arbitrary<Settlement['outcome']>;
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('claim' as const), version: fc.constantFrom('1', '2', '3'), variant: fc.boolean() }),
    },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('settle' as const), which: fc.nat(5), outcome: outcomes }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        forMs: fc.constantFrom(1, SETTLE_MS, LEASE_MS - 1, LEASE_MS, LEASE_MS + SETTLE_MS),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('resolve' as const), outcome: fc.constantFrom('done' as const, 'retry' as const) }),
    },
  ),
  { minLength: 3, maxLength: 30 },
);

/** Plays the steps against one key, as several callers would who know nothing of each other, and checks after each. */
class Play {
  private readonly rights: Right[] = [];
  private done: string | undefined;

  constructor(
    private readonly bench: LedgerBench,
    private readonly database: Database,
    private readonly key: string,
  ) {}

  async step(step: Step): Promise<void> {
    const { bench } = this;
    if (step.do === 'wait') bench.nowMs += step.forMs;
    if (step.do === 'claim') await this.claim(step.version, step.variant);
    if (step.do === 'settle') await this.settle(step.which, step.outcome);
    if (step.do === 'resolve') await bench.ledger.resolve(this.key, step.outcome, 'as found', PERSON).catch(() => undefined);
    const row = await this.row();
    const done = row?.is_done === 1 ? (row.done_version ?? undefined) : undefined;
    if (this.done !== undefined) {
      expect(done).toBeDefined();
      expect(compareVersions(done ?? '', this.done)).toBeGreaterThanOrEqual(0); // what is done never goes back
    }
    this.done = done;
  }

  private async claim(version: string, variant: boolean): Promise<void> {
    const { bench, key } = this;
    const before = await this.row();
    const claim = await bench.claim({ key, version, fingerprint: print(variant ? 'f' : version) });
    if (claim.decision !== 'proceed') return;
    const holders = this.rights.filter(({ isOpen, untilMs }) => isOpen && untilMs > bench.nowMs);
    expect(holders).toEqual([]); // never two who may write at once
    if (this.done !== undefined) expect(compareVersions(version, this.done)).toBeGreaterThan(0);
    const mayHaveWritten = before !== undefined && (before.state === 'claimed' || before.state === 'unknown');
    if (mayHaveWritten) expect(claim.lookFirst).toBe(true);
    if (before?.state === 'claimed') expect(bench.nowMs).toBeGreaterThanOrEqual(before.lease_until_ms + SETTLE_MS);
    this.rights.push({ token: claim.token, version, untilMs: claim.leaseUntilMs, isOpen: true });
  }

  private async settle(which: number, outcome: Settlement['outcome']): Promise<void> {
    const right = this.rights[this.rights.length - 1 - (which % Math.max(1, this.rights.length))];
    if (right === undefined) return;
    const before = await this.row();
    const state = await this.bench.settle(right.token, outcome, { result: { version: right.version } });
    if (state === 'fenced') {
      expect(await this.row()).toEqual(before); // a fenced token never changes anything
      return;
    }
    expect(state).toBe(outcome);
    right.isOpen = false;
    expect(await this.bench.settle(right.token, outcome)).toBe(outcome); // saying it twice is saying it once
  }

  private async row(): Promise<EffectRow | undefined> {
    const sql = `SELECT ${EFFECT_COLUMNS} FROM effects WHERE effect_key = ?`;
    return await this.database.read(async (transaction) => await transaction.get<EffectRow>(sql, [this.key]));
  }
}

describeStores('whatever several callers do, and whenever', (open, store) => {
  it('never two may write at once, nothing that is done goes back, and a fenced token changes nothing', async () => {
    const database = await open();
    const bench = new LedgerBench(database);
    let play = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const one = new Play(bench, database, `key-${++play}`);
        for (const step of sequence) await one.step(step);
      }),
      { numRuns: store.kind === 'sqlite' ? 200 : 25 },
    );
  });
});
