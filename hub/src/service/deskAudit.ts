import { Readable } from 'node:stream';
import { parseCheckpoint, type LogRow } from '../../../core/audit';
import { createExport, type AuditLog, type OpenedAudit } from '../audit';
import { readHead } from '../audit/head';
import { verifyStream } from '../audit/verifyFile';
import type { DeskAudit, DeskAuditEntry, DeskCheckpoint } from '../desk';
import type { Database } from '../store';

/** Rows that one object has at most, for its history: more are never shown. */
const MOST_ROWS = 1_000;

/** The audit log as the Desk reads it. */
export function deskAudit(database: Database, { audit, checkpoints, key }: OpenedAudit): DeskAudit {
  /** A checkpoint of everything that is committed; where the log may not be signed any more, the last one. */
  const checkpointNow = async () => {
    try {
      return await checkpoints.make('request');
    } catch {
      return await checkpoints.newest();
    }
  };
  return {
    list: async ({ before, limit }) => await newestFirst(database, audit, before, limit),
    ofObject: async (kind, id, limit) => {
      const rows = await audit.list({ object: { kind, id }, limit: MOST_ROWS });
      return rows.toReversed().slice(0, limit).map(entryOf);
    },
    checkpoint: async () => {
      const made = await checkpoints.newest();
      return made === undefined ? undefined : checkpointOf(made);
    },
    verify: async () => {
      const checkpoint = await checkpointNow();
      if (checkpoint === undefined) return { intact: true, entries: 0 };
      const report = await verifyStream(Readable.from(createExport({ database, checkpoint }), { objectMode: false }), {
        publicKeys: [key.publicKey],
      });
      return {
        intact: report.ok,
        entries: report.rows,
        ...(report.firstBadSeq === undefined ? {} : { firstBadSeq: report.firstBadSeq }),
        ...(report.problem === undefined ? {} : { reason: report.problem }),
      };
    },
    export: async function* () {
      const checkpoint = await checkpointNow();
      if (checkpoint !== undefined) yield* createExport({ database, checkpoint });
    },
  };
}

/** Sequence numbers have no gaps, so the rows before a number are found by counting back. */
async function newestFirst(
  database: Database,
  audit: AuditLog,
  before: number | undefined,
  limit: number,
): Promise<readonly DeskAuditEntry[]> {
  const head = await database.read(readHead);
  const end = Math.min(before ?? Number.MAX_SAFE_INTEGER, (head?.size ?? 0) + 1);
  const after = Math.max(0, end - 1 - limit);
  if (end - 1 <= after) return [];
  const rows = await audit.list({ after, limit: end - 1 - after });
  return rows.toReversed().map(entryOf);
}

function entryOf({ seq, tsWall, actorKind, actorId, actorVia, type, objectKind, objectId, body }: LogRow): DeskAuditEntry {
  return {
    seq,
    atMs: Date.parse(tsWall),
    actor: `${actorKind}:${actorId}${actorVia === null ? '' : ` (${actorVia})`}`,
    type,
    object: { kind: objectKind, id: objectId },
    body,
  };
}

function checkpointOf({
  size,
  note,
  madeAtMs,
}: {
  readonly size: number;
  readonly note: string;
  readonly madeAtMs: number;
}): DeskCheckpoint {
  const parsed = parseCheckpoint(note);
  return { size, root: typeof parsed === 'string' ? '' : parsed.root.toString('base64'), atMs: madeAtMs, text: note };
}
