import type { EventReport, LeasedEvent, NewEvent } from '../../../core/hub';
import type { Actor, Vault } from '../../src/contract';
import { DurableInbox, type InboxParts } from '../../src/inbox';
import type { Database } from '../../src/store';
import { FakeAudit, FakeNotices } from '../support/storeFakes';

export const ACTOR: Actor = { kind: 'key', id: 'n8n' };
export const LEASE_MS = 60_000;

/** A vault that binds a text to its purpose, and shows in the store that it was used. */
export const fakeVault: Vault = {
  seal: (purpose, plain) => Buffer.concat([Buffer.from(`sealed:${purpose}:`), plain]),
  open: (purpose, sealed) => {
    const prefix = Buffer.from(`sealed:${purpose}:`);
    const bytes = Buffer.from(sealed);
    if (!bytes.subarray(0, prefix.length).equals(prefix)) throw new Error('the vault does not open it');
    return bytes.subarray(prefix.length);
  },
};

/** An inbox whose time stands still until a test moves it. */
export class InboxBench {
  nowMs = Date.UTC(2026, 10, 2, 10);
  readonly audit = new FakeAudit();
  readonly notices = new FakeNotices();
  readonly inbox: DurableInbox;
  private deliveries = 0;

  constructor(
    readonly database: Database,
    parts: Partial<InboxParts> = {},
  ) {
    const { audit, notices } = this;
    this.inbox = new DurableInbox({
      ...{ database, audit, notices, vault: fakeVault, clock: { now: () => this.nowMs }, random: () => 1 },
      ...parts,
    });
  }

  event(overrides: Partial<NewEvent> = {}): NewEvent {
    const number = ++this.deliveries;
    return {
      source: 'shop',
      deliveryId: `delivery-${number}`,
      topic: 'orders/create',
      headers: { 'x-topic': 'orders/create' },
      body: Buffer.from(`{"number":${number}}`),
      ...overrides,
    };
  }

  /** Stores an event of an order in a version. */
  async order(key: string, version?: string, overrides: Partial<NewEvent> = {}): Promise<string> {
    return (await this.inbox.store(this.event({ businessKey: `shopify/shop/order/${key}`, version, ...overrides }))).id;
  }

  async lease(limit = 10, redriven: 'only' | 'none' | 'any' = 'any', source = 'shop'): Promise<readonly LeasedEvent[]> {
    return await this.inbox.lease({ source, limit, leaseMs: LEASE_MS, redriven });
  }

  async leasedIds(limit = 10, redriven: 'only' | 'none' | 'any' = 'any'): Promise<readonly string[]> {
    return (await this.lease(limit, redriven)).map(({ id }) => id);
  }

  /** Leases one event, which must be there. */
  async one(): Promise<LeasedEvent> {
    const [event] = await this.lease(1);
    if (event === undefined) throw new Error('nothing is due');
    return event;
  }

  async report(
    { id, lease }: { id: string; lease: string },
    outcome: EventReport['outcome'],
    more: Partial<EventReport> = {},
  ): Promise<string> {
    const [reported] = await this.inbox.report([{ id, lease, outcome, ...more }], ACTOR);
    return reported?.state ?? 'nothing';
  }

  async state(id: string): Promise<string | undefined> {
    return (await this.inbox.get(id))?.state;
  }

  /** Parks a fresh event. */
  async parked(overrides: Partial<NewEvent> = {}): Promise<string> {
    const { id } = await this.inbox.store(this.event(overrides));
    const event = (await this.lease(500)).find((leased) => leased.id === id);
    if (event === undefined) throw new Error('the event was not handed out');
    await this.report(event, 'parked', { reason: 'Unknown SKU', nextStep: 'Add it', code: 'unknown-sku' });
    return id;
  }
}
