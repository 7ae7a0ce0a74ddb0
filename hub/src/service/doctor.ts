import { existsSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Inbox, Sources } from '../contract';
import { openMigrations, StoreUnavailable, type Database } from '../store';
import { isPostgres } from './baseParts';
import { beat, lastBeat } from './heartbeat';
import type { HubSettings } from './settings';

/** One line of the doctor's table. */
export interface Check {
  readonly name: string;
  /** `look`: works, but somebody should see it; `wrong`: has to be put right. */
  readonly state: 'ok' | 'look' | 'wrong';
  readonly what: string;
  readonly nextStep?: string;
}

export interface DoctorParts {
  readonly settings: HubSettings;
  readonly database: Database;
  readonly nowMs: number;
  /** The parts that need the key files; absent when those cannot be read. */
  readonly parts?: {
    readonly inbox: Pick<Inbox, 'backlog'>;
    readonly sources: Pick<Sources, 'list'>;
    /** How the audit log stands against its checkpoint files. */
    readonly auditStatus: () => Promise<{
      readonly state: string;
      readonly detail: string;
      readonly logSize: number;
      readonly checkpointSize?: number;
    }>;
    /** When the newest checkpoint was made. */
    readonly checkpointAtMs: () => Promise<number | undefined>;
  };
}

const GIBIBYTE = 1024 ** 3;
const LITTLE_SPACE_BYTES = 2 * GIBIBYTE;
const NO_SPACE_BYTES = GIBIBYTE / 4;
/** Clocks of machines that are kept in step differ by far less. */
const CLOCK_TOLERANCE_MS = 5_000;
const CHECKPOINT_AGE_MS = 26 * 3_600_000;
const OTHERS = 0o027;

/** Looks at everything that can be wrong with a hub, and never stops at the first thing. */
export async function examine(doctor: DoctorParts): Promise<readonly Check[]> {
  const { settings, parts } = doctor;
  const checks: (Check | readonly Check[])[] = [
    await attempt('migrations', async () => await checkMigrations(doctor)),
    await attempt('clock', async () => await checkClock(doctor)),
    await attempt('store', async () => await checkWritable(doctor)),
    await attempt('sync', async () => await checkSync(doctor.database)),
    await attempt('disk space', () => Promise.resolve(checkSpace(settings))),
    checkKeyFile('hub.key', settings.keyFile),
    checkKeyFile('audit.key', settings.auditKeyFile),
  ];
  if (parts !== undefined) {
    checks.push(
      await attempt('audit log', async () => await checkAudit(parts)),
      await attempt('checkpoints', async () => await checkCheckpoint(parts, doctor.nowMs)),
      await attempt('sources', async () => await checkSources(parts)),
      await attempt('parked events', async () => await checkParked(parts)),
    );
  }
  return checks.flat();
}

type Parts = NonNullable<DoctorParts['parts']>;

async function attempt(name: string, check: () => Promise<Check | readonly Check[]>): Promise<Check | readonly Check[]> {
  try {
    return await check();
  } catch (error) {
    const code =
      error instanceof StoreUnavailable ? error.code : ((error as NodeJS.ErrnoException).code ?? (error as Error).name);
    return {
      name,
      state: 'wrong',
      what: `could not be checked (${code})`,
      nextStep: 'Look at the lines above, and at the store.',
    };
  }
}

async function checkMigrations({ database }: DoctorParts): Promise<Check> {
  const open = await openMigrations(database);
  if (open.length === 0) return { name: 'migrations', state: 'ok', what: 'all carried out' };
  return { name: 'migrations', state: 'wrong', what: `missing: ${open.join(', ')}`, nextStep: 'Run "medsupply hub migrate".' };
}

async function checkWritable({ database, nowMs }: DoctorParts): Promise<Check> {
  try {
    await beat(database, 'doctor', nowMs);
    return { name: 'store', state: 'ok', what: `${database.kind}, takes writes` };
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return {
      name: 'store',
      state: 'wrong',
      what: `does not take writes (${error.code})`,
      nextStep: 'Free space, or make the disk writable; the intake answers 503 until then.',
    };
  }
}

/** What the store itself says about how it keeps a commit. */
async function checkSync(database: Database): Promise<Check> {
  const name = 'sync';
  if (database.kind === 'sqlite') {
    const mode = await database.read(
      async (transaction) => await transaction.get<{ journal_mode: string }>('PRAGMA journal_mode'),
    );
    const level = await database.read(
      async (transaction) => await transaction.get<{ synchronous: number }>('PRAGMA synchronous'),
    );
    const isFull = mode?.journal_mode === 'wal' && Number(level?.synchronous) >= 2;
    if (isFull) return { name, state: 'ok', what: 'write-ahead log, every commit synced (FULL)' };
    return {
      name,
      state: 'wrong',
      what: 'commits are not synced',
      nextStep: 'Keep the store on a local disk: a network file system may refuse the write-ahead log.',
    };
  }
  const off: string[] = [];
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    const row = await database.read(async (transaction) => await transaction.get<Record<string, string>>(`SHOW ${setting}`));
    if (row?.[setting] === 'off') off.push(setting);
  }
  if (off.length === 0) return { name, state: 'ok', what: 'every commit synced (fsync, full_page_writes, synchronous_commit)' };
  return {
    name,
    state: 'wrong',
    what: `off: ${off.join(', ')}`,
    nextStep: 'Switch it on in postgresql.conf: a power cut could lose what was acknowledged.',
  };
}

function checkSpace({ store, dataDir }: HubSettings): Check {
  const folder = isPostgres(store) ? dataDir : path.dirname(store);
  if (!existsSync(folder))
    return {
      name: 'disk space',
      state: 'wrong',
      what: `${folder} does not exist`,
      nextStep: 'Start the hub once, or look at --data.',
    };
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const what = `${(free / GIBIBYTE).toFixed(1)} GiB free`;
  if (free < NO_SPACE_BYTES)
    return { name: 'disk space', state: 'wrong', what, nextStep: 'Free space now: a full disk stops the intake.' };
  if (free < LITTLE_SPACE_BYTES) return { name: 'disk space', state: 'look', what, nextStep: 'Free space soon.' };
  return { name: 'disk space', state: 'ok', what };
}

/** A clock that was set back hands events out too late; one ahead of the database's ends leases too early. */
async function checkClock({ database, nowMs }: DoctorParts): Promise<Check> {
  const name = 'clock';
  const nextStep = 'Let the machine keep its time with NTP.';
  const beforeMs = await lastBeat(database);
  if (beforeMs !== undefined && beforeMs > nowMs + CLOCK_TOLERANCE_MS) {
    return {
      name,
      state: 'wrong',
      what: `the store was written ${Math.round((beforeMs - nowMs) / 1000)} s in the future`,
      nextStep,
    };
  }
  if (database.kind === 'postgres') {
    const row = await database.read(
      async (transaction) =>
        await transaction.get<{ ms: number | string }>('SELECT EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS ms'),
    );
    const apartMs = Math.abs(Number(row?.ms) - nowMs);
    if (apartMs > CLOCK_TOLERANCE_MS)
      return { name, state: 'wrong', what: `${Math.round(apartMs / 1000)} s away from the database's`, nextStep };
  }
  return { name, state: 'ok', what: new Date(nowMs).toISOString() };
}

function checkKeyFile(name: string, file: string): Check {
  if (!existsSync(file))
    return {
      name,
      state: 'wrong',
      what: `${file} is missing`,
      nextStep: 'Put it back from where it is kept, or start a new hub once.',
    };
  const rights = statSync(file).mode & 0o777;
  if (process.platform !== 'win32' && (rights & OTHERS) !== 0) {
    return {
      name,
      state: 'wrong',
      what: `${file} can be read by others (${rights.toString(8)})`,
      nextStep: `Run: chmod 600 ${file}`,
    };
  }
  return { name, state: 'ok', what: 'readable by its owner only' };
}

async function checkAudit({ auditStatus }: Parts): Promise<Check> {
  const { state, detail } = await auditStatus();
  if (state === 'ok') return { name: 'audit log', state: 'ok', what: detail };
  return {
    name: 'audit log',
    state: 'wrong',
    what: detail,
    nextStep: 'Export it and run "medsupply audit verify"; see docs/hub.md, "After a restore".',
  };
}

async function checkCheckpoint({ auditStatus, checkpointAtMs }: Parts, nowMs: number): Promise<Check> {
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

async function checkSources({ sources }: Parts): Promise<readonly Check[]> {
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

async function checkParked({ inbox }: Parts): Promise<Check> {
  const { byState } = await inbox.backlog();
  const parked = byState.parked ?? 0;
  const name = 'parked events';
  if (parked === 0) return { name, state: 'ok', what: 'none' };
  return { name, state: 'look', what: String(parked), nextStep: 'A person decides about them at the Desk.' };
}
