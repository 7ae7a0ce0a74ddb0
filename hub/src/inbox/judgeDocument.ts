import { compareVersions } from '../../../core/keys';
import type { EventRow } from './eventRow';

/** What happens with the unfinished events of one document now. */
export interface DocumentTurn {
  /** Events that a newer version has made superfluous, and by which (an event id, or a version that is done). */
  readonly superseded: readonly { readonly seq: number; readonly by: string }[];
  /** The event whose turn it is. */
  readonly next?: EventRow;
}

/**
 * Decides whose turn it is among the unfinished events of one document of one source, none of which is in flight.
 *
 * - An event with the whole state of the document is superseded by a version that is done, and by a newer one that waits.
 * - Events that tell a change only are never superseded.
 * - Among those left, and whose time has come, the one that was stored first.
 *
 * @param done newest version that is done
 * @param mayGo whether the caller asked for events like this one
 */
export function judgeDocument(
  rows: readonly EventRow[],
  done: string | undefined,
  nowMs: number,
  mayGo: (row: EventRow) => boolean,
): DocumentTurn {
  const comparable = rows.filter(isComparable);
  const newest = comparable.toSorted((one, other) => compareVersions(other.version, one.version) || one.seq - other.seq)[0];
  const superseded: { seq: number; by: string }[] = [];
  for (const { seq, version } of comparable) {
    if (done !== undefined && compareVersions(version, done) < 0) superseded.push({ seq, by: `version ${done}` });
    else if (newest !== undefined && compareVersions(version, newest.version) < 0)
      superseded.push({ seq, by: String(newest.seq) });
  }
  const gone = new Set(superseded.map(({ seq }) => seq));
  const waiting = rows.filter((row) => !gone.has(row.seq) && (row.due_at_ms <= nowMs || row.blocked === 1) && mayGo(row));
  return { superseded, next: waiting.toSorted((one, other) => one.seq - other.seq)[0] };
}

function isComparable(row: EventRow): row is EventRow & { readonly version: string } {
  return row.full_state === 1 && row.version !== null;
}
