import type { SourceRegistration, SubscriptionRegistration } from '../../../../core/hub';
import { pushKey } from '../../../../core/hub';
import type { Actor, Audit, AuditEntry, Clock, Log, Meter } from '../../../src/contract';
import { AesVault } from '../../../src/vault';

/** A clock that the test moves. */
export class TestClock implements Clock {
  private nowMs: number;

  constructor(at = '2026-11-22T10:00:00Z') {
    this.nowMs = Date.parse(at);
  }

  now(): number {
    return this.nowMs;
  }

  advance(milliseconds: number): void {
    this.nowMs += milliseconds;
  }
}

/** Keeps what was logged. */
export class TestLog implements Log {
  readonly lines: { readonly level: string; readonly fields: Readonly<Record<string, unknown>>; readonly message: string }[] = [];
  debug = this.at('debug');
  info = this.at('info');
  warn = this.at('warn');
  error = this.at('error');

  private at(level: string) {
    return (fields: Readonly<Record<string, unknown>>, message: string): void => void this.lines.push({ level, fields, message });
  }
}

/** Keeps what was counted: `name{label=value}`. */
export class TestMeter implements Meter {
  readonly counts = new Map<string, number>();

  count(name: string, labels: Readonly<Record<string, string>> = {}, by = 1): void {
    const text = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
    const key = `${name}{${text.join(',')}}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + by);
  }

  observe(): void {
    return;
  }
}

/** Keeps the entries; as if every commit succeeded. */
export class TestAudit implements Audit {
  readonly entries: AuditEntry[] = [];

  append(_transaction: unknown, entry: AuditEntry): Promise<number> {
    return Promise.resolve(this.entries.push(entry));
  }

  types(): readonly string[] {
    return this.entries.map(({ type }) => type);
  }
}

export const vault = new AesVault([Buffer.alloc(32, 7)]);

export const actor: Actor = { kind: 'key', id: 'key-1' };

export const SHOP = 'suzhou-medtrade.myshopify.com';
export const API_KEY = 'msk_key-1_notasecret';

export const push = (changes: Partial<SourceRegistration['push']> = {}): SourceRegistration['push'] => ({
  url: 'http://127.0.0.1:5678/webhook/orders',
  key: pushKey(API_KEY, 'shop-1'),
  batchSize: 20,
  batchDelayMs: 0,
  maxInFlight: 2,
  leaseMs: 60_000,
  ...changes,
});

export const workflow = { id: 'wf-1', name: 'Orders', node: 'Shop' };

export const registration = (changes: Partial<SourceRegistration> = {}): SourceRegistration => ({
  profile: 'shopify',
  tenant: SHOP,
  topics: ['ORDERS_CREATE', 'ORDERS_UPDATED'],
  secrets: ['current secret'],
  push: push(),
  workflow,
  ...changes,
});

export const subscription = (changes: Partial<SubscriptionRegistration> = {}): SubscriptionRegistration => ({
  kinds: ['event.parked'],
  push: push({ url: 'http://127.0.0.1:5678/webhook/recovery' }),
  workflow: { id: 'wf-2', name: 'Recovery', node: 'Hub' },
  ...changes,
});
