import { compareVersions } from '../../../core/keys';
import type { Transaction } from '../store';
import type { EventRow } from './eventRow';

type OfDocument = Pick<EventRow, 'source' | 'business_key'>;

/** Newest version of an event's document that the workflow of its source has finished. */
export async function doneVersion(
  transaction: Transaction,
  { source, business_key: key }: OfDocument,
): Promise<string | undefined> {
  const sql = 'SELECT done_version FROM event_documents WHERE source = ? AND business_key = ?';
  return (await transaction.get<{ done_version: string }>(sql, [source, key]))?.done_version;
}

/** Remembers that an event is done, beyond the life of its row; an older version than the one remembered changes nothing. */
export async function noteDoneVersion(
  transaction: Transaction,
  row: OfDocument & Pick<EventRow, 'full_state' | 'version'>,
): Promise<void> {
  if (row.full_state !== 1 || row.business_key === null || row.version === null) return;
  const isFirst = await transaction.run(
    'INSERT INTO event_documents (source, business_key, done_version) VALUES (?, ?, ?) ON CONFLICT (source, business_key) DO NOTHING',
    [row.source, row.business_key, row.version],
  );
  if (isFirst > 0) return;
  const done = await doneVersion(transaction, row);
  if (done !== undefined && compareVersions(row.version, done) <= 0) return;
  await transaction.run('UPDATE event_documents SET done_version = ? WHERE source = ? AND business_key = ?', [
    ...[row.version, row.source, row.business_key],
  ]);
}
