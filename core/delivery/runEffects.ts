import { Failure, isFailure } from '../failure';
import type { Claim, ClaimRequest, EventReport, Settlement } from '../hub';
import type { DeliveryClock, EffectLedger, EffectOutcome, EffectPolicy, EffectTask, RefusedTask } from './effectLedger';
import type { Verdict } from './judge';
import { judgeClaim, judgeExpired, judgeFailure, judgeLedger, judgeRefusal, unknownFailure } from './judge';
import { essence } from './essence';
import { eventReports } from './eventReports';

/** Settlements are sent in groups: a few requests for a batch, and little to look up again when the process dies. */
const SETTLE_AT_COUNT = 20;
const SETTLE_AFTER_MS = 2_000;
/** Part of the lease that has to be left when a write begins: a write must not reach the target after somebody else took over. */
const START_MARGIN = 0.25;
const CLAIMS_PER_REQUEST = 200;
const NEWER_STANDS = 'A newer version of the record stands in the target';

/** One task on its way. */
interface Slot<Result> {
  readonly task: EffectTask<Result> | RefusedTask;
  outcome?: EffectOutcome<Result>;
  reporting?: Verdict['reporting'];
  /** True while its settlement has not been sent: its event must not be reported before. */
  unsettled: boolean;
  reported: boolean;
  /** When its claim runs out, by our own clock. */
  leaseEndMs: number;
}

interface Unsettled<Result> {
  readonly slot: Slot<Result>;
  readonly settlement: Settlement;
}

type Granted = Extract<Claim, { readonly decision: 'proceed' }>;

/**
 * Carries out effects under a ledger: claims them all in one request, writes those that were granted, settles, and reports the
 * events they belong to. Nothing is written without a claim, and nobody waits here: what has to wait is handed out again by the
 * hub when its time has come.
 *
 * - The ledger cannot be reached: nothing is written, every item fails as `RetryLater`.
 * - It cannot be told how a write ended: the item fails as `OutcomeUnknown`; the claim runs out, becomes unknown, and the next
 *   hand-out finds the record before it would write.
 * - The process dies: the same.
 *
 * Effects with one key go one after the other, in the order of the tasks; each is claimed when the one before it is settled.
 *
 * @returns one outcome per task, in the same order; never throws for a task
 */
export async function runEffects<Result>(
  tasks: readonly (EffectTask<Result> | RefusedTask)[],
  ledger: EffectLedger,
  clock: DeliveryClock,
  policy: EffectPolicy,
): Promise<readonly EffectOutcome<Result>[]> {
  const slots = tasks.map((task): Slot<Result> => ({ task, unsettled: false, reported: false, leaseEndMs: 0 }));
  const run = new Run(slots, ledger, clock, policy);
  for (const slot of slots) if ('refusal' in slot.task) run.fail(slot, judgeRefusal(slot.task.refusal));
  for (const wave of wavesByKey(slots)) await run.wave(wave);
  await run.flush();
  return slots.map(({ outcome }) => outcome ?? neverReached());
}

class Run<Result> {
  private unsettled: Unsettled<Result>[] = [];
  private oldestUnsettledMs = 0;
  private flushing: Promise<void> = Promise.resolve();

  constructor(
    private readonly slots: readonly Slot<Result>[],
    private readonly ledger: EffectLedger,
    private readonly clock: DeliveryClock,
    private readonly policy: EffectPolicy,
  ) {}

  /** Effects with different keys: one claim for all, then a few at a time. */
  async wave(slots: readonly EffectSlot<Result>[]): Promise<void> {
    for (let start = 0; start < slots.length; start += CLAIMS_PER_REQUEST) {
      const part = slots.slice(start, start + CLAIMS_PER_REQUEST);
      // Before the request: the ledger's own end of the lease can only be later.
      const claimedAtMs = this.clock.now();
      const deadlineMs = claimedAtMs + this.policy.leaseMs * (1 - START_MARGIN);
      for (const slot of part) slot.leaseEndMs = claimedAtMs + this.policy.leaseMs;
      const claims = await this.claim(part);
      const granted: { readonly slot: EffectSlot<Result>; readonly claim: Granted }[] = [];
      part.forEach((slot, index) => {
        const claim = claims?.[index];
        if (claim?.decision === 'proceed') granted.push({ slot, claim });
        else if (claim !== undefined) this.take(slot, claim);
      });
      await inParallel(granted, this.policy.concurrency, ({ slot, claim }) => this.deliver(slot, claim, deadlineMs));
      await this.flush();
    }
  }

  fail(slot: Slot<Result>, verdict: Verdict): void {
    slot.outcome = { kind: 'failed', failure: verdict.failure };
    slot.reporting = verdict.reporting;
  }

  /** Settles what is finished, then reports the events whose effects are all finished. */
  async flush(): Promise<void> {
    this.flushing = this.flushing.then(async () => {
      const settling = this.unsettled;
      this.unsettled = [];
      if (settling.length > 0) await this.settle(settling);
      await this.report();
    });
    await this.flushing;
  }

  private async claim(slots: readonly EffectSlot<Result>[]): Promise<readonly Claim[] | undefined> {
    const { leaseMs, settleMs, owner } = this.policy;
    const requests = slots.map(
      ({ task: { key, version, fingerprint, mapping, event } }): ClaimRequest => ({
        key,
        version,
        fingerprint,
        leaseMs,
        settleMs,
        owner,
        mapping,
        event: event === undefined ? undefined : { id: event.id },
      }),
    );
    const claimed = await attempt(this.ledger.claim(requests));
    if (claimed.ok) return claimed.value;
    const verdict = judgeLedger(asFailure(claimed.error));
    for (const slot of slots) this.fail(slot, verdict);
    return undefined;
  }

  /** An answer other than the right to write. */
  private take(slot: Slot<Result>, claim: Exclude<Claim, Granted>): void {
    switch (claim.decision) {
      case 'done':
        slot.outcome = { kind: 'done', result: claim.result as Result, stored: true };
        slot.reporting = { outcome: 'done' };
        return;
      case 'superseded':
        slot.outcome = { kind: 'superseded', key: claim.key, by: claim.by };
        slot.reporting = { outcome: 'superseded', reason: 'A newer version of the record has taken effect' };
        return;
      default:
        this.fail(slot, judgeClaim(claim));
    }
  }

  private async deliver(slot: EffectSlot<Result>, claim: Granted, deadlineMs: number): Promise<void> {
    const { task } = slot;
    const { token, lookFirst } = claim;
    if (this.clock.now() >= deadlineMs) return this.settleLater(slot, token, judgeExpired(task.key));
    if (lookFirst && !this.policy.canLook) {
      const blind = new Failure(
        'OutcomeUnknown',
        'An earlier write of this record was not answered, and the target cannot be asked',
      );
      return this.settleLater(slot, token, judgeFailure(blind, task.key, this.clock.now(), this.policy));
    }
    const delivered = await attempt(task.deliver({ token, lookFirst }));
    if (!delivered.ok) {
      const failure = asFailure(delivered.error);
      const verdict = judgeFailure(failure, task.key, this.clock.now(), this.policy);
      this.settleLater(slot, token, verdict);
      if (failure.recovery === 'Superseded') slot.outcome = { kind: 'superseded', key: task.key, by: '' };
      return undefined;
    }
    const { result, links, superseded } = delivered.value;
    slot.outcome = { kind: 'done', result, stored: false };
    slot.reporting = superseded === true ? { outcome: 'superseded', reason: NEWER_STANDS } : { outcome: 'done' };
    // Not settled as done: what the ledger has as done stays the newer version.
    if (superseded === true) return this.enqueue(slot, { token, outcome: 'rejected', reason: NEWER_STANDS });
    return this.enqueue(slot, { token, outcome: 'done', result: essence(result), links, mapping: task.mapping });
  }

  private settleLater(slot: EffectSlot<Result>, token: string, verdict: Verdict): void {
    this.fail(slot, verdict);
    if (verdict.settling !== undefined) this.enqueue(slot, { token, ...verdict.settling });
  }

  private enqueue(slot: Slot<Result>, settlement: Settlement): void {
    if (this.unsettled.length === 0) this.oldestUnsettledMs = this.clock.now();
    slot.unsettled = true;
    this.unsettled.push({ slot, settlement });
    const old = this.clock.now() - this.oldestUnsettledMs >= SETTLE_AFTER_MS;
    if (old || this.unsettled.length >= SETTLE_AT_COUNT) void this.flush();
  }

  private async settle(settling: readonly Unsettled<Result>[]): Promise<void> {
    const settled = await attempt(this.ledger.settle(settling.map(({ settlement }) => settlement)));
    for (const { slot } of settling) slot.unsettled = false;
    if (settled.ok) {
      settling.forEach(({ slot }, index) => {
        if (settled.value[index]?.state === 'fenced') this.untold(slot, 'somebody else has taken its claim over meanwhile');
      });
      return;
    }
    const failure = asFailure(settled.error);
    if (failure.recovery !== 'RetryLater') {
      const again = smaller(settling);
      for (const one of again) await this.settle([one]);
      if (again.length > 0) return;
    }
    for (const { slot } of settling) this.untold(slot, `the hub did not take the outcome (${failure.message})`);
  }

  /** The write is over, but the ledger does not count it: its claim runs out, and the next hand-out looks for the record. */
  private untold(slot: Slot<Result>, why: string): void {
    if (!('key' in slot.task)) return;
    const notBeforeMs = Math.max(this.clock.now(), slot.leaseEndMs) + this.policy.settleMs;
    const code = 'not-settled';
    slot.reporting = { outcome: 'unknown', reason: `The hub does not know how the write ended: ${why}`, code, notBeforeMs };
    if (slot.outcome?.kind === 'failed') return;
    const failure = new Failure('OutcomeUnknown', `The record was written, but ${why}`, { code });
    slot.outcome = { kind: 'failed', failure: unknownFailure(failure, slot.task.key, notBeforeMs) };
  }

  private async report(): Promise<void> {
    const { reports, slots } = eventReports(this.slots, this.policy.finishEvents);
    for (const slot of slots) slot.reported = true;
    // A report that is lost costs a second look at the record, nothing else: the effect itself is settled.
    if (reports.length > 0) await attempt(this.ledger.report(reports as readonly EventReport[]));
  }
}

/**
 * How to go on when the ledger refuses what it was told: one by one, because the others must not pay for one of them; then without
 * links and result, because what stands in the target has to count as done. Empty when nothing smaller is left.
 */
function smaller<Result>(settling: readonly Unsettled<Result>[]): readonly Unsettled<Result>[] {
  if (settling.length > 1) return settling;
  return settling
    .filter(({ settlement: { links, result } }) => links !== undefined || result !== undefined)
    .map(({ slot, settlement: { token, outcome, reason } }) => ({ slot, settlement: { token, outcome, reason } }));
}

type EffectSlot<Result> = Slot<Result> & { readonly task: EffectTask<Result> };

/** The first effects of every key, then the second ones, and so on. */
function wavesByKey<Result>(slots: readonly Slot<Result>[]): readonly EffectSlot<Result>[][] {
  const counts = new Map<string, number>();
  const waves: EffectSlot<Result>[][] = [];
  for (const slot of slots) {
    if (!('key' in slot.task)) continue;
    const wave = counts.get(slot.task.key) ?? 0;
    counts.set(slot.task.key, wave + 1);
    (waves[wave] ??= []).push(slot as EffectSlot<Result>);
  }
  return waves;
}

async function inParallel<Item>(items: readonly Item[], limit: number, work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const workers = Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, async () => {
    for (const item of waiting) await work(item);
  });
  await Promise.all(workers);
}

type Attempted<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: unknown };

async function attempt<Value>(work: Promise<Value>): Promise<Attempted<Value>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    return { ok: false, error };
  }
}

/** The text of a foreign error may hold anything, so only its kind is kept. */
function asFailure(error: unknown): Failure {
  if (isFailure(error)) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  return new Failure('Defect', `Unexpected problem while writing (${kind})`, {
    nextStep: "Please report this with the node's version.",
    code: 'defect',
  });
}

function neverReached(): { readonly kind: 'failed'; readonly failure: Failure } {
  return { kind: 'failed', failure: new Failure('Defect', 'The effect was never reached', { code: 'defect' }) };
}
