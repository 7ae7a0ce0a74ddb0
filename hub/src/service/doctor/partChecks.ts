import type { Check, DoctorParts } from './check';

type Parts = NonNullable<DoctorParts['parts']>;

const CHECKPOINT_AGE_MS = 26 * 3_600_000;

/** How the audit log stands against its checkpoints. */
export async function checkAudit({ auditStatus }: Parts): Promise<Check> {
  const { state, detail } = await auditStatus();
  if (state === 'ok') return { name: 'audit log', state: 'ok', what: detail };
  return {
    name: 'audit log',
    state: 'wrong',
    what: detail,
    nextStep: 'Export it and run "medsupply audit verify"; see docs/hub.md, "After a restore".',
  };
}

/** Whether checkpoints still come. */
export async function checkCheckpoint({ auditStatus, checkpointAtMs }: Parts, nowMs: number): Promise<Check> {
  const name = 'checkpoints';
  const { logSize, checkpointSize = 0 } = await auditStatus();
  const atMs = await checkpointAtMs();
  if (atMs === undefined) {
    return {
      name,
      state: logSize === 0 ? 'ok' : 'look',
      what: 'none yet',
      nextStep: 'A running hub writes one every quarter of an hour; keep copies elsewhere.',
    };
  }
  const hours = Math.max(0, Math.round((nowMs - atMs) / 3_600_000));
  const what = `newest covers ${checkpointSize} of ${logSize} rows, ${hours} h old`;
  if (nowMs - atMs <= CHECKPOINT_AGE_MS || checkpointSize >= logSize) return { name, state: 'ok', what };
  return { name, state: 'wrong', what, nextStep: 'Is the hub running, and can it write into the folder of the checkpoints?' };
}

/** Sources that used to speak and have stopped. */
export async function checkSources({ sources }: Parts): Promise<readonly Check[]> {
  const all = await sources.list();
  const silent = all.filter(({ active, silentSinceMs }) => active && silentSinceMs !== undefined);
  if (silent.length === 0)
    return [{ name: 'sources', state: 'ok', what: `${all.filter(({ active }) => active).length} active, none silent` }];
  return silent.map(({ id, tenant }) => ({
    name: 'sources',
    state: 'wrong' as const,
    what: `${id} (${tenant}) used to speak and has stopped`,
    nextStep: 'Publish its workflow again, and look at the webhooks of the shop.',
  }));
}

/** Events that wait for a person. */
export async function checkParked({ inbox }: Parts): Promise<Check> {
  const { byState } = await inbox.backlog();
  const parked = byState.parked ?? 0;
  const name = 'parked events';
  if (parked === 0) return { name, state: 'ok', what: 'none' };
  return { name, state: 'look', what: String(parked), nextStep: 'A person decides about them at the Desk.' };
}
