import { readRow, rowLine, type LogRow } from '../../../core/audit';
import type { SqlValue, Transaction } from '../store';
import { findRows } from './rows';

export interface AuditQuery {
  /** Continues behind this sequence number. */
  readonly after?: number;
  /** At most 1000. */
  readonly limit: number;
  /** Rows about one object only. */
  readonly object?: { readonly kind: string; readonly id: string };
}

const MAX_LIMIT = 1000;

/**
 * Rows for people. A row that does not match its hash is left as it is read: `verify` finds it.
 */
export async function listRows(transaction: Transaction, { after = 0, limit, object }: AuditQuery): Promise<readonly LogRow[]> {
  const [where, parameters]: [string, readonly SqlValue[]] =
    object === undefined
      ? ['audit_log.seq > ?', [after]]
      : ['object_kind = ? AND object_id = ? AND audit_log.seq > ?', [object.kind, object.id, after]];
  const rows = await findRows(transaction, where, parameters, Math.min(Math.max(limit, 1), MAX_LIMIT));
  return rows.map((row) => {
    const line = rowLine(row);
    const read = readRow(line);
    return read.ok ? read.value : (JSON.parse(line) as LogRow);
  });
}
