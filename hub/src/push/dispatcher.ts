import { randomBytes } from 'node:crypto';
import type { LeasedEvent } from '../../../core/hub';
import type { Actor, Clock, Inbox, Log } from '../contract';
import type { SourceDirectory } from '../sources/directory';
import type { Backoff } from './backoff';
import type { OpenBatch, PushBatches } from './batches';
import { dueIn, lanesOf, type Lane } from './lanes';
import { POST_TIMEOUT_MS, type PushSender } from './sender';
import { split } from './split';

/** How often events of other replicas, and those whose time has come, are looked for. */
export const POLL_MS = 500;
/** Due events that could not be leased wait for others of their document: asking again at once is of no use. */
const NOTHING_LEASED_PAUSE_MS = 100;
/** Counting due events ends here; no batch is larger. */
const MOST_COUNTED = 500;

/** A push may end a little after its time is up. */
const SLACK_MS = 1_000;

const ACTOR: Actor = { kind: 'hub', id: 'push' };

export interface DispatcherParts {
  readonly inbox: Pick<Inbox, 'lease' | 'report' | 'get' | 'due' | 'runningLeases'>;
  readonly directory: Pick<SourceDirectory, 'active' | 'subscribed'>;
  readonly batches: PushBatches;
  readonly sender: PushSender;
  readonly backoff: Backoff;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * True where this process alone pushes (SQLite): whatever was under way before it started is then known to be left behind. Other
   * replicas may be at work otherwise, and are given the time that a push can take.
   */
  readonly isAlone?: boolean;
  /** Called when a push has ended, so that the next turn comes at once. */
  readonly onPushed?: () => void;
}

/**
 * Pushes due events to the workflows of their sources, in signed batches. A batch is taken by a 2xx and finished by the reports of
 * its events; until then it counts against the workflow's limit. The lease in the store is what keeps two replicas, or a replica and
 * its predecessor, from pushing one event at the same time.
 */
export class Dispatcher {
  private readonly pushing = new Set<Promise<void>>();
  /** Lanes that had nothing to lease although events were due. */
  private readonly quietUntilMs = new Map<string, number>();
  private firstLane = 0;
  private readonly startedAtMs: number;

  constructor(private readonly parts: DispatcherParts) {
    this.startedAtMs = parts.clock.now();
  }

  /** Starts whatever can be pushed now. @returns how long it may be left alone, in milliseconds */
  async turn(): Promise<number> {
    const { directory, batches, inbox, backoff, clock } = this.parts;
    await this.takeBackUnanswered();
    const isAnswering = (target: string): boolean => backoff.waitMs(target, clock.now()) === 0;
    const lanes = lanesOf(await directory.active(), await directory.subscribed('event.unfinished'), isAnswering);
    const open = new Map(await batches.sweep(inbox, clock.now()));
    const waits = [POLL_MS];
    let ready = this.inTurn(lanes).filter((lane) => isFree(lane, open));
    if (ready.length === 0) return POLL_MS;

    const due = await inbox.due?.(MOST_COUNTED);
    ready = ready.filter((lane) => {
      const waitMs = this.waitOf(lane, due === undefined ? 'unknown' : dueIn(lane, due));
      if (waitMs !== undefined) waits.push(waitMs);
      return waitMs === 0;
    });
    // One batch a lane and round, so that a source with a large backlog does not take all places of its workflow.
    while (ready.length > 0) {
      const further: Lane[] = [];
      for (const lane of ready) {
        if (isFree(lane, open) && (await this.pushOne(lane, open))) further.push(lane);
      }
      ready = further;
    }
    return Math.max(1, Math.min(...waits.filter((waitMs) => waitMs > 0)));
  }

  /**
   * A trigger has registered again: its n8n was started or its workflow was published, and whatever it had taken on before may never
   * be finished. Its events are handed out again at once instead of when their lease ends. Where it is still at work on them, the
   * claims keep both apart.
   */
  async registeredAgain(workflowId: string, registration: string): Promise<void> {
    const { batches, backoff } = this.parts;
    backoff.forget(registration);
    await this.takeBack(await batches.ofWorkflow(workflowId));
  }

  /** Resolves when no push is under way. */
  async idle(): Promise<void> {
    while (this.pushing.size > 0) await Promise.all(this.pushing);
  }

  /** Batches of a hub that died between the lease and the answer: nobody knows whether the workflow has them. */
  private async takeBackUnanswered(): Promise<void> {
    const { batches, clock, isAlone = false } = this.parts;
    const pushedBeforeMs = clock.now() - POST_TIMEOUT_MS - SLACK_MS;
    await this.takeBack(await batches.unanswered(isAlone ? Math.max(pushedBeforeMs, this.startedAtMs) : pushedBeforeMs));
  }

  private async takeBack(left: readonly OpenBatch[]): Promise<void> {
    if (left.length === 0) return;
    const leases = left.flatMap((batch) => batch.leases);
    await this.parts.inbox.report(
      leases.map((lease) => ({ id: lease.split('.')[0] ?? '', lease, outcome: 'released' }) as const),
      ACTOR,
    );
    await this.parts.batches.finish(left.map(({ id }) => id));
  }

  /** Each turn begins with another lane. */
  private inTurn(lanes: readonly Lane[]): readonly Lane[] {
    this.firstLane = lanes.length === 0 ? 0 : (this.firstLane + 1) % lanes.length;
    return [...lanes.slice(this.firstLane), ...lanes.slice(0, this.firstLane)];
  }

  /** 0 for now, `undefined` when nothing is due. */
  private waitOf(lane: Lane, due: ReturnType<typeof dueIn> | 'unknown'): number | undefined {
    if (due === undefined) return undefined;
    const nowMs = this.parts.clock.now();
    const { batchSize, batchDelayMs } = lane.push;
    const notBeforeMs = [
      nowMs + this.parts.backoff.waitMs(lane.target, nowMs),
      this.quietUntilMs.get(nameOf(lane)) ?? 0,
      due === 'unknown' || due.count >= batchSize ? 0 : due.oldestDueAtMs + batchDelayMs,
    ];
    return Math.max(0, ...notBeforeMs.map((atMs) => atMs - nowMs));
  }

  /** @returns whether the lane may have more to push */
  private async pushOne(lane: Lane, open: Map<string, number>): Promise<boolean> {
    const { inbox, batches, clock } = this.parts;
    const { source, redriven, push, workflowId } = lane;
    const events = await inbox.lease({ source, limit: push.batchSize, leaseMs: push.leaseMs, redriven });
    if (events.length === 0) {
      this.quietUntilMs.set(nameOf(lane), clock.now() + NOTHING_LEASED_PAUSE_MS);
      return false;
    }
    this.quietUntilMs.delete(nameOf(lane));
    const { fitting, others } = split(events);
    await this.release(others);

    const id = `bat_${randomBytes(12).toString('hex')}`;
    const leases = fitting.map(({ lease }) => lease);
    const leaseUntilMs = Math.max(...fitting.map((event) => event.leaseUntilMs));
    if (!(await batches.open({ id, workflowId, leases, leaseUntilMs }, push.maxInFlight, clock.now()))) {
      await this.release(fitting);
      open.set(workflowId, push.maxInFlight);
      return false;
    }
    open.set(workflowId, (open.get(workflowId) ?? 0) + 1);
    const pushed = this.push(lane, id, fitting, leaseUntilMs).finally(() => this.pushing.delete(pushed));
    this.pushing.add(pushed);
    return events.length === push.batchSize;
  }

  private async push(lane: Lane, id: string, events: readonly LeasedEvent[], leaseUntilMs: number): Promise<void> {
    const { sender, backoff, batches, clock, onPushed } = this.parts;
    // A process that stood still for longer than its lease has nothing to push any more: its events are somebody else's.
    if (clock.now() >= leaseUntilMs) return;
    const outcome = await sender.send(lane.push, { batch: id, source: lane.source, events, notices: [] });
    if (outcome === 'taken') backoff.succeeded(lane.target);
    else backoff.failed(lane.target, clock.now());
    // Without an answer the workflow may be at work on it: the lease decides when its events are handed out again.
    if (outcome === 'refused') await this.giveBack(id, events);
    // Without the note the batch is taken back later, which is safe as well.
    else await batches.answered(id, clock.now()).catch(() => undefined);
    onPushed?.();
  }

  private async giveBack(id: string, events: readonly LeasedEvent[]): Promise<void> {
    try {
      await this.release(events);
      await this.parts.batches.finish([id]);
    } catch (error) {
      this.parts.log.warn(
        { batch: id, error: (error as Error).name },
        'a batch that was not taken could not be given back; its lease will end',
      );
    }
  }

  private async release(events: readonly LeasedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const reports = events.map(({ id, lease }) => ({ id, lease, outcome: 'released' }) as const);
    await this.parts.inbox.report(reports, ACTOR);
  }
}

function isFree({ workflowId, push }: Lane, open: ReadonlyMap<string, number>): boolean {
  return (open.get(workflowId) ?? 0) < push.maxInFlight;
}

function nameOf({ source, redriven, target }: Lane): string {
  return JSON.stringify([source, redriven, target]);
}
