import type { Erasable } from '../../src/contract';
import { assertDeletable, Retention, RETENTION_RULES, RetentionError } from '../../src/retention';
import { describeStores } from '../support/databases';
import { TestAudit, TestClock, TestLog } from '../intake/support/parts';

const DAY_MS = 86_400_000;

/** Records, each with the time at which it was settled. */
class FakePart implements Erasable {
  readonly name = 'inbox';
  readonly chunks: number[] = [];

  constructor(
    public settledAtMs: number[],
    public receivedAtMs: number[] = [],
  ) {}

  erasePersonal(settledBeforeMs: number, limit: number): Promise<number> {
    const due = this.settledAtMs.filter((atMs) => atMs < settledBeforeMs).slice(0, limit);
    this.settledAtMs = this.settledAtMs.filter((atMs) => !due.includes(atMs));
    this.chunks.push(due.length);
    return Promise.resolve(due.length);
  }

  forgetDeliveries(receivedBeforeMs: number, limit: number): Promise<number> {
    const due = this.receivedAtMs.filter((atMs) => atMs < receivedBeforeMs).slice(0, limit);
    this.receivedAtMs = this.receivedAtMs.filter((atMs) => !due.includes(atMs));
    return Promise.resolve(due.length);
  }
}

describeStores('retention', (open) => {
  const clock = new TestClock();
  const log = new TestLog();
  const nowMs = clock.now();

  it('erases personal fields thirty days after their record was settled, and says so in the audit log', async () => {
    const audit = new TestAudit();
    const part = new FakePart([nowMs - 30 * DAY_MS - 1, nowMs - 30 * DAY_MS, nowMs]);
    await new Retention({ database: await open(), clock, audit, log, erasables: [part] }).run();
    expect(part.settledAtMs).toEqual([nowMs - 30 * DAY_MS, nowMs]);
    expect(audit.entries).toMatchObject([
      {
        type: 'retention.erased',
        object: { id: 'inbox' },
        body: { kind: 'personalField', count: 1, before: '2026-10-23T10:00:00.000Z' },
      },
    ]);
  });

  it('works in small commits, so that deliveries need not wait for it', async () => {
    const part = new FakePart(Array.from({ length: 450 }, (_, index) => index));
    await new Retention({ database: await open(), clock, audit: new TestAudit(), log, erasables: [part] }).run();
    expect(part.chunks).toEqual([200, 200, 50]);
  });

  it('says nothing in the audit log when there was nothing to do', async () => {
    const audit = new TestAudit();
    await new Retention({ database: await open(), clock, audit, log, erasables: [new FakePart([nowMs])] }).run();
    expect(audit.entries).toEqual([]);
  });

  it('forgets delivery ids after their time, which can be set', async () => {
    const audit = new TestAudit();
    const part = new FakePart([], [nowMs - 7 * DAY_MS - 1, nowMs - 7 * DAY_MS + 1]);
    await new Retention({ database: await open(), clock, audit, log, erasables: [part], deliveryIdDays: 7 }).run();
    expect(part.receivedAtMs).toEqual([nowMs - 7 * DAY_MS + 1]);
    expect(audit.types()).toEqual(['retention.forgotten']);
  });

  it('refuses to forget delivery ids within seven days, and touches nothing then', async () => {
    const part = new FakePart([0], [0]);
    const retention = new Retention({
      database: await open(),
      clock,
      audit: new TestAudit(),
      log,
      erasables: [part],
      deliveryIdDays: 6,
    });
    await expect(retention.run()).rejects.toThrow(RetentionError);
    expect(part.chunks).toEqual([]);
  });

  it('refuses to erase what was settled a moment ago', async () => {
    const part = new FakePart([0]);
    const retention = new Retention({
      database: await open(),
      clock,
      audit: new TestAudit(),
      log,
      erasables: [part],
      retentionDays: 0,
    });
    await expect(retention.run()).rejects.toThrow(RetentionError);
  });
});

describe('the legal periods', () => {
  const nowMs = Date.parse('2026-11-22T10:00:00Z');

  it.each(['audit', 'implantTrace'] as const)('allow no deletion of %s records at any age', (kind) => {
    expect(() => assertDeletable(kind, Number.NEGATIVE_INFINITY, nowMs)).toThrow(RetentionError);
    expect(() => assertDeletable(kind, 0, nowMs)).toThrow(/never deleted/);
  });

  it.each(['deviceTrace', 'effect', 'link'] as const)(
    'allow the deletion of %s records after ten years, not a day earlier',
    (kind) => {
      expect(() => assertDeletable(kind, Date.parse('2016-11-22T10:00:00Z'), nowMs)).not.toThrow();
      expect(() => assertDeletable(kind, Date.parse('2016-11-23T10:00:00Z'), nowMs)).toThrow(/10 years/);
    },
  );

  it('each name their reason, and exist once', () => {
    expect(RETENTION_RULES.every(({ reason }) => reason.length > 20)).toBe(true);
    expect(new Set(RETENTION_RULES.map(({ kind }) => kind)).size).toBe(RETENTION_RULES.length);
  });

  it('keep records of a kind that has no rule', () => {
    expect(() => assertDeletable('recipe' as never, 0, nowMs)).toThrow(/no retention rule/);
  });
});
