import type { Claim, ClaimRequest, Settlement } from '../../../core/hub';
import type { Actor } from '../../src/contract';
import { Ledger } from '../../src/effects';
import { DocumentLinks } from '../../src/links';
import type { Database } from '../../src/store';
import { FakeAudit, FakeNotices } from '../support/storeFakes';

export const ACTOR: Actor = { kind: 'key', id: 'n8n' };
export const PERSON: Actor = { kind: 'person', id: 'wang' };
export const LEASE_MS = 60_000;
export const SETTLE_MS = 800;
export const KEY = 'tryton%3Aerp.example%2Ferp/shopify/shop/order/42';

/** A fingerprint, told apart by one letter. */
export const print = (letter: string): string => letter.repeat(64);

/** A ledger whose time stands still until a test moves it. */
export class LedgerBench {
  nowMs = Date.UTC(2026, 10, 2, 10);
  readonly audit = new FakeAudit();
  readonly notices = new FakeNotices();
  readonly links: DocumentLinks;
  readonly ledger: Ledger;

  constructor(readonly database: Database) {
    const { audit, notices } = this;
    const clock = { now: () => this.nowMs };
    this.links = new DocumentLinks({ database, clock, audit });
    this.ledger = new Ledger({ database, clock, audit, notices, links: this.links });
  }

  request(overrides: Partial<ClaimRequest> = {}): ClaimRequest {
    return { key: KEY, fingerprint: print('a'), leaseMs: LEASE_MS, settleMs: SETTLE_MS, ...overrides };
  }

  async claim(overrides: Partial<ClaimRequest> = {}): Promise<Claim> {
    const [claim] = await this.ledger.claim([this.request(overrides)], ACTOR);
    if (claim === undefined) throw new Error('no answer');
    return claim;
  }

  /** Claims, and expects the right to write. */
  async token(overrides: Partial<ClaimRequest> = {}): Promise<string> {
    const claim = await this.claim(overrides);
    if (claim.decision !== 'proceed') throw new Error(`expected to proceed, not ${claim.decision}`);
    return claim.token;
  }

  async settle(token: string, outcome: Settlement['outcome'], more: Partial<Settlement> = {}): Promise<string> {
    const [settled] = await this.ledger.settle([{ token, outcome, ...more }], ACTOR);
    return settled?.state ?? 'nothing';
  }

  /** Claims and settles as done. */
  async done(overrides: Partial<ClaimRequest> = {}, result: unknown = { number: 'SO1' }): Promise<string> {
    const token = await this.token(overrides);
    await this.settle(token, 'done', { result });
    return token;
  }
}
