import { headerLine, parseCheckpoint, rowLine, trailerLine } from '../../../core/audit';
import { Problem } from '../failures';
import type { Database } from '../store';
import type { MadeCheckpoint } from './checkpointRows';
import { readRows } from './rows';
import { edgeAt, hashesOf } from './subtrees';

export interface ExportRequest {
  readonly database: Database;
  /** What the export is held against; it covers the last row asked for. */
  readonly checkpoint: MadeCheckpoint;
  /** First row; default 1. */
  readonly from?: number;
  /** Last row; default the last one that the checkpoint covers. */
  readonly to?: number;
  readonly onProgress?: (rows: number, of: number) => void;
}

const PAGE = 500;

/**
 * The log as JSON Lines: a header, one line for each row, a trailer with the checkpoint. Read a page at a time, so that its length does
 * not matter; rows never change, so the pages fit together. Rows come out as the store holds them, also when somebody changed them.
 *
 * @throws Problem 400 when the range is not covered by the checkpoint
 */
export async function* createExport({
  database,
  checkpoint,
  from = 1,
  to = checkpoint.size,
  onProgress,
}: ExportRequest): AsyncGenerator<string> {
  const parsed = parseCheckpoint(checkpoint.note);
  if (typeof parsed === 'string')
    throw new Problem(400, 'bad-checkpoint', `The checkpoint of the export cannot be read: ${parsed}.`);
  const { origin, size } = parsed;
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 1 || to < from || to > size) {
    throw new Problem(400, 'bad-range', `The range ${from} to ${to} is not within the ${size} rows that the checkpoint covers.`, {
      pointer: '/from',
    });
  }
  const [before, after] = await database.read(async (transaction) => [
    (await edgeAt(transaction, from - 1)).toHex(),
    (await hashesOf(transaction, to, size)).map((hash) => hash.toString('hex')),
  ]);
  yield `${headerLine({ origin, from, to, size, before: before ?? [] })}\n`;
  let written = 0;
  for (let next = from; next <= to; ) {
    const rows = await database.read(async (transaction) => await readRows(transaction, next, to, PAGE));
    if (rows.length === 0) break; // rows are missing: the verifier says which
    yield `${rows.map(rowLine).join('\n')}\n`;
    next = Number(rows.at(-1)?.seq) + 1;
    written += rows.length;
    onProgress?.(written, to - from + 1);
  }
  yield `${trailerLine({ after: after ?? [], checkpoint: checkpoint.note })}\n`;
}
