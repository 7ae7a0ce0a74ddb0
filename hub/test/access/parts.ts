import { createHash } from 'node:crypto';
import type { AuditEntry, Clock, Log, Meter } from '../../src/contract';
import type { Database } from '../../src/store';
import { AccessKeys } from '../../src/access';

/** A clock that a test moves. */
export class TestClock implements Clock {
  constructor(private ms = Date.UTC(2026, 10, 22)) {}

  now(): number {
    return this.ms;
  }

  pass(ms: number): void {
    this.ms += ms;
  }
}

/** Remembers what was appended. */
export class TestAudit {
  readonly entries: AuditEntry[] = [];

  append(_transaction: unknown, entry: AuditEntry): Promise<number> {
    this.entries.push(entry);
    return Promise.resolve(this.entries.length);
  }

  of(type: string): readonly AuditEntry[] {
    return this.entries.filter((entry) => entry.type === type);
  }
}

export interface Logged {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** Remembers what was logged. */
export function testLog(): Log & { readonly lines: readonly Logged[] } {
  const lines: Logged[] = [];
  const at = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void lines.push({ level, fields, message });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

export const silentMeter: Meter = { count: () => undefined, observe: () => undefined };

/** Bytes that look random and are the same in every run. */
export function seededBytes(): (size: number) => Buffer {
  let count = 0;
  return (size) =>
    createHash('sha512')
      .update(`seed ${(count += 1)}`)
      .digest()
      .subarray(0, size);
}

/** The keys of a hub on a store, with everything a test may want to look at. */
export function openAccess(database: Database, clock = new TestClock()) {
  const audit = new TestAudit();
  const log = testLog();
  const access = new AccessKeys({ database, clock, audit, log, meter: silentMeter, random: seededBytes() });
  return { access, audit, clock, log };
}

export const someone = { kind: 'person', id: 'wang' } as const;
