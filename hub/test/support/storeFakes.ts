import type { HubEventKind } from '../../../core/hub';
import type { Audit, AuditEntry, Notices } from '../../src/contract';
import type { Transaction } from '../../src/store';

/** An audit log in memory, for parts that write into one. */
export class FakeAudit implements Audit {
  readonly entries: AuditEntry[] = [];

  async append(_transaction: Transaction, entry: AuditEntry): Promise<number> {
    return this.entries.push(entry);
  }

  types(): readonly string[] {
    return this.entries.map(({ type }) => type);
  }
}

/** Remembers hub events that were published. */
export class FakeNotices implements Notices {
  readonly published: { readonly kind: HubEventKind; readonly subject: Readonly<Record<string, unknown>> }[] = [];

  async publish(_transaction: Transaction, kind: HubEventKind, subject: Readonly<Record<string, unknown>>): Promise<void> {
    this.published.push({ kind, subject });
  }
}
