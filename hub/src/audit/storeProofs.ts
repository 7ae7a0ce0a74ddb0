import { consistencyProof, inclusionProof, readRow, rowLine, type LogRow } from '../../../core/audit';
import { Problem } from '../failures';
import type { Database, Transaction } from '../store';
import { readHead } from './head';
import { readRows } from './rows';
import { MissingRows, storedSubtrees } from './subtrees';

/** Shows that a row is in the log; with the checkpoint it can be checked by anybody who has the public key. */
export interface InclusionProofFile {
  readonly kind: 'inclusion';
  readonly row: LogRow;
  readonly size: number;
  /** Hexadecimal, from the leaf up. */
  readonly path: readonly string[];
  /** The signed note of this size, where there is one. */
  readonly checkpoint?: string;
}

/** Shows that an earlier checkpoint's log is the beginning of a later one's. */
export interface ConsistencyProofFile {
  readonly kind: 'consistency';
  readonly first: number;
  readonly second: number;
  readonly path: readonly string[];
  readonly firstCheckpoint?: string;
  readonly secondCheckpoint?: string;
}

/** @throws Problem 404 when the log has no such row, 400 when the size does not cover it */
export async function inclusionProofOf(database: Database, seq: number, size?: number): Promise<InclusionProofFile> {
  return await database.read(async (transaction) => {
    const end = await sizeOfLog(transaction);
    if (seq > end) throw new Problem(404, 'unknown-row', `The audit log has ${end} rows; there is no row ${seq}.`);
    const wanted = size ?? (await coveringSize(transaction, seq)) ?? end;
    if (wanted < seq || wanted > end) {
      throw new Problem(400, 'bad-size', `A tree of ${wanted} rows does not hold row ${seq} of a log of ${end}.`, {
        pointer: '/size',
      });
    }
    const [stored] = await readRows(transaction, seq, seq, 1);
    const read = stored === undefined ? undefined : readRow(rowLine(stored));
    if (read?.ok !== true) throw notWhole(`Row ${seq} of the audit log does not match its hash.`);
    const path = await guarded(async () => await inclusionProof(seq, wanted, storedSubtrees(transaction)));
    return {
      kind: 'inclusion',
      row: read.value,
      size: wanted,
      path: path.map(hex),
      checkpoint: await noteOf(transaction, wanted),
    };
  });
}

/** @throws Problem 400 when the sizes do not fit the log */
export async function consistencyProofOf(database: Database, first: number, second?: number): Promise<ConsistencyProofFile> {
  return await database.read(async (transaction) => {
    const end = await sizeOfLog(transaction);
    const wanted = second ?? (await lastCheckpointSize(transaction)) ?? end;
    if (first < 1 || first > wanted || wanted > end) {
      throw new Problem(400, 'bad-size', `A tree of ${first} rows is not part of one of ${wanted} rows in a log of ${end}.`, {
        pointer: '/first',
      });
    }
    const path = await guarded(async () => await consistencyProof(first, wanted, storedSubtrees(transaction)));
    return {
      kind: 'consistency',
      first,
      second: wanted,
      path: path.map(hex),
      firstCheckpoint: await noteOf(transaction, first),
      secondCheckpoint: await noteOf(transaction, wanted),
    };
  });
}

async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof MissingRows ? notWhole(error.message) : error;
  }
}

function notWhole(message: string): Problem {
  return new Problem(409, 'log-not-whole', message, { nextStep: 'Export the log and run "medsupply audit verify" on it.' });
}

async function sizeOfLog(transaction: Transaction): Promise<number> {
  return (await readHead(transaction))?.size ?? 0;
}

async function coveringSize(transaction: Transaction, seq: number): Promise<number | undefined> {
  const row = await transaction.get<{ size: number }>(
    'SELECT size FROM audit_checkpoints WHERE size >= ? ORDER BY size LIMIT 1',
    [seq],
  );
  return row?.size;
}

async function lastCheckpointSize(transaction: Transaction): Promise<number | undefined> {
  return (await transaction.get<{ size: number }>('SELECT size FROM audit_checkpoints ORDER BY size DESC LIMIT 1'))?.size;
}

async function noteOf(transaction: Transaction, size: number): Promise<string | undefined> {
  return (await transaction.get<{ note: string }>('SELECT note FROM audit_checkpoints WHERE size = ?', [size]))?.note;
}

function hex(hash: Buffer): string {
  return hash.toString('hex');
}
