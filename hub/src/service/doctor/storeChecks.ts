import { existsSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { openMigrations, StoreUnavailable, type Database } from '../../store';
import { isPostgres } from '../baseParts';
import { beat, lastBeat } from '../heartbeat';
import type { HubSettings } from '../settings';
import type { Check, DoctorParts } from './check';

const GIBIBYTE = 1024 ** 3;
const LITTLE_SPACE_BYTES = 2 * GIBIBYTE;
const NO_SPACE_BYTES = GIBIBYTE / 4;
/** Clocks of machines that are kept in step differ by far less. */
const CLOCK_TOLERANCE_MS = 5_000;
const OTHERS = 0o027;

/** Whether the store has the tables of this version. */
export async function checkMigrations({ database }: DoctorParts): Promise<Check> {
  const open = await openMigrations(database);
  if (open.length === 0) return { name: 'migrations', state: 'ok', what: 'all carried out' };
  return { name: 'migrations', state: 'wrong', what: `missing: ${open.join(', ')}`, nextStep: 'Run "medsupply hub migrate".' };
}

/** Whether the store takes a write: tried by writing. */
export async function checkWritable({ database, nowMs }: DoctorParts): Promise<Check> {
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
export async function checkSync(database: Database): Promise<Check> {
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

/** How much room the store's disk has. */
export function checkSpace({ store, dataDir }: HubSettings): Check {
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
export async function checkClock({ database, nowMs }: DoctorParts): Promise<Check> {
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

/** Whether a key file is there, for its owner only. */
export function checkKeyFile(name: string, file: string): Check {
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
