import type { Inbox } from '../contract';
import type { Database } from '../store';

/** A batch that was handed to a workflow. */
export interface OpenBatch {
  readonly id: string;
  readonly workflowId: string;
  /** Lease tokens of its events. */
  readonly leases: readonly string[];
  readonly leaseUntilMs: number;
}

interface BatchRow {
  readonly id: string;
  readonly workflow_id: string;
  readonly leases: string;
  readonly lease_until_ms: number;
}

/**
 * Unfinished batches, in the store: so that a limit holds for all replicas together, and a crash forgets neither a batch nor a place.
 * A batch is finished when each of its events was reported, or its lease has ended.
 */
export class PushBatches {
  constructor(private readonly database: Database) {}

  /** @returns false when the workflow has its fill already, because another replica was faster */
  async open({ id, workflowId, leases, leaseUntilMs }: OpenBatch, maxInFlight: number, nowMs: number): Promise<boolean> {
    return await this.database.write(async (transaction) => {
      // Two replicas count one after the other.
      await transaction.get(`SELECT workflow_id FROM push_workflows WHERE workflow_id = ?${transaction.forUpdate}`, [workflowId]);
      const counted = await transaction.get<{ open: number }>(
        'SELECT COUNT(*) AS open FROM push_batches WHERE workflow_id = ? AND lease_until_ms > ?',
        [workflowId, nowMs],
      );
      if ((counted?.open ?? 0) >= maxInFlight) return false;
      await transaction.run(
        'INSERT INTO push_batches (id, workflow_id, leases, pushed_at_ms, lease_until_ms) VALUES (?, ?, ?, ?, ?)',
        [id, workflowId, JSON.stringify(leases), nowMs, leaseUntilMs],
      );
      return true;
    });
  }

  /** Notes that a push came to its end under the eyes of its hub, with whatever outcome. */
  async answered(id: string, nowMs: number): Promise<void> {
    await this.database.write(
      async (transaction) => await transaction.run('UPDATE push_batches SET answered_at_ms = ? WHERE id = ?', [nowMs, id]),
    );
  }

  /** Batches of a workflow, taken or not. */
  async ofWorkflow(workflowId: string): Promise<readonly OpenBatch[]> {
    return (await this.all()).filter((batch) => batch.workflowId === workflowId);
  }

  /** Batches that were pushed before this time and whose end nobody has noted: the hub that pushed them has died on the way. */
  async unanswered(pushedBeforeMs: number): Promise<readonly OpenBatch[]> {
    const rows = await this.database.read(
      async (transaction) =>
        await transaction.all<BatchRow>(
          'SELECT id, workflow_id, leases, lease_until_ms FROM push_batches WHERE answered_at_ms IS NULL AND pushed_at_ms < ?',
          [pushedBeforeMs],
        ),
    );
    return rows.map(toBatch);
  }

  async finish(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.write(async (transaction) => {
      for (const id of ids) await transaction.run('DELETE FROM push_batches WHERE id = ?', [id]);
    });
  }

  /** Takes out what is finished. @returns how many batches of each workflow are not */
  async sweep(inbox: Pick<Inbox, 'runningLeases' | 'get'>, nowMs: number): Promise<ReadonlyMap<string, number>> {
    const batches = await this.all();
    const counts = new Map<string, number>();
    if (batches.length === 0) return counts;
    const standing = batches.filter(({ leaseUntilMs }) => leaseUntilMs > nowMs);
    const running = await runningOf(
      inbox,
      standing.flatMap(({ leases }) => leases),
    );
    const finished: string[] = [];
    for (const batch of batches) {
      const isOpen = batch.leaseUntilMs > nowMs && batch.leases.some((lease) => running.has(lease));
      if (isOpen) counts.set(batch.workflowId, (counts.get(batch.workflowId) ?? 0) + 1);
      else finished.push(batch.id);
    }
    await this.finish(finished);
    return counts;
  }

  private async all(): Promise<readonly OpenBatch[]> {
    const rows = await this.database.read(
      async (transaction) => await transaction.all<BatchRow>('SELECT id, workflow_id, leases, lease_until_ms FROM push_batches'),
    );
    return rows.map(toBatch);
  }
}

function toBatch(row: BatchRow): OpenBatch {
  return {
    id: row.id,
    workflowId: row.workflow_id,
    leases: JSON.parse(row.leases) as readonly string[],
    leaseUntilMs: row.lease_until_ms,
  };
}

async function runningOf(inbox: Pick<Inbox, 'runningLeases' | 'get'>, leases: readonly string[]): Promise<ReadonlySet<string>> {
  if (inbox.runningLeases !== undefined) return new Set(await inbox.runningLeases(leases));
  const running = new Set<string>();
  for (const lease of leases) {
    const event = await inbox.get(lease.split('.')[0] ?? '');
    if (event?.state === 'leased') running.add(lease);
  }
  return running;
}
