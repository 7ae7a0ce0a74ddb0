import { pauseMs, DEFAULT_INBOX_SETTINGS } from '../../src/inbox/settings';
import { describeStores } from '../support/databases';
import { ACTOR, InboxBench } from './support';

describeStores('reporting on events', (open) => {
  it('ends an event that is done, and answers the same when the report comes twice', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.order('a', '1');
    const event = await bench.one();
    bench.nowMs += 1_500;
    expect([await bench.report(event, 'done'), await bench.report(event, 'done')]).toEqual(['done', 'done']);
    expect(await bench.report(event, 'parked')).toBe('leaseLost');
    expect(await bench.inbox.get(id)).toMatchObject({ state: 'done', settledAtMs: bench.nowMs });
    expect(await bench.inbox.settledIn(bench.nowMs, bench.nowMs + 1)).toEqual([
      { businessKey: 'shopify/shop/order/a', lagMs: 1_500 },
    ]);
    expect(await bench.inbox.settledIn(0, bench.nowMs)).toEqual([]);
  });

  it('hands out a failed event again after a growing pause, and parks it after the last attempt', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.order('a', '1');
    const pauses = [];
    for (let attempt = 1; attempt < 8; attempt++) {
      expect(await bench.report(await bench.one(), 'failed', { reason: 'No route', nextStep: 'Wait', code: 'down' })).toBe(
        'ready',
      );
      const { dueAtMs } = (await bench.inbox.get(id)) ?? {};
      pauses.push(((dueAtMs ?? 0) - bench.nowMs) / 1_000);
      bench.nowMs = (dueAtMs ?? 0) - 1;
      expect(await bench.leasedIds()).toEqual([]);
      bench.nowMs += 1;
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320]);
    expect(await bench.report(await bench.one(), 'failed', { reason: 'No route', nextStep: 'Wait', code: 'down' })).toBe(
      'parked',
    );
    expect(await bench.inbox.get(id)).toMatchObject({
      state: 'parked',
      attempts: 8,
      reason: 'No route',
      nextStep: 'Wait',
      code: 'down',
    });
    expect(bench.audit.entries).toMatchObject([
      { type: 'event.parked', actor: ACTOR, object: { kind: 'event', id, version: '1' } },
    ]);
    expect(JSON.stringify(bench.audit.entries)).not.toContain('No route');
  });

  it('waits longer than the pause where the report says so', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.order('a', '1');
    await bench.report(await bench.one(), 'failed', { notBeforeMs: bench.nowMs + 3_600_000 });
    expect((await bench.inbox.get(id))?.dueAtMs).toBe(bench.nowMs + 3_600_000);
  });

  it('hands out what was released at once, without counting the attempt', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.order('a', '1');
    for (let time = 0; time < 20; time++) expect(await bench.report(await bench.one(), 'released')).toBe('ready');
    expect(await bench.lease(1, 'none')).toMatchObject([{ id, attempt: 1 }]);
  });

  it('hands out an event with an unknown outcome when the report says, later and later when it stays unknown, and never parks it', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.order('a', '1');
    const pauses = [];
    for (let attempt = 1; attempt <= 12; attempt++) {
      expect(await bench.report(await bench.one(), 'unknown', { notBeforeMs: bench.nowMs + 800 })).toBe('unknown');
      const { dueAtMs } = (await bench.inbox.get(id)) ?? {};
      pauses.push((dueAtMs ?? 0) - bench.nowMs);
      bench.nowMs = dueAtMs ?? 0;
    }
    expect(pauses.slice(0, 5)).toEqual([800, 800, 800, 5_000, 10_000]);
    expect(await bench.inbox.needsAttention(10)).toMatchObject([{ id, state: 'unknown' }]);
  });

  it('takes a late report as long as nobody else was given the event', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.order('a', '1');
    const event = await bench.one();
    bench.nowMs += 3_600_000;
    expect(await bench.report(event, 'done')).toBe('done');
    expect(await bench.state(id)).toBe('done');
  });

  it('ends an event as superseded when the workflow says so', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.order('a', '1');
    expect(await bench.report(await bench.one(), 'superseded', { reason: 'A newer one' })).toBe('superseded');
    expect(await bench.inbox.get(id)).toMatchObject({ state: 'superseded', reason: 'A newer one' });
  });

  it('changes nothing for a lease that is not the event’s, and says so', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.order('a', '1');
    const { lease } = await bench.one();
    const answers = await bench.inbox.report(
      [
        { id, lease: `${lease}x`, outcome: 'done' },
        { id: '999', lease, outcome: 'done' },
        { id: 'no id', lease, outcome: 'done' },
      ],
      ACTOR,
    );
    expect(answers.map(({ state }) => state)).toEqual(['leaseLost', 'leaseLost', 'leaseLost']);
    expect(await bench.state(id)).toBe('leased');
  });

  it('audits only what somebody decides, not what the machine does by itself', async () => {
    const bench = new InboxBench(await open());
    await bench.order('a', '1');
    await bench.report(await bench.one(), 'failed');
    bench.nowMs += 10_000;
    await bench.report(await bench.one(), 'done');
    expect(bench.audit.entries).toEqual([]);
  });

  it('counts what waits by state, with the oldest of it', async () => {
    const bench = new InboxBench(await open());
    expect(await bench.inbox.backlog()).toEqual({ byState: {} });
    const receivedAtMs = bench.nowMs;
    await bench.order('a', '1');
    bench.nowMs += 10;
    for (const key of ['b', 'c', 'd', 'e']) await bench.order(key, '1');
    const [, b, c, d] = await bench.lease(4);
    if (b) await bench.report(b, 'parked');
    if (c) await bench.report(c, 'unknown', { notBeforeMs: bench.nowMs + 1 });
    if (d) await bench.report(d, 'done');
    expect(await bench.inbox.backlog()).toEqual({
      byState: { ready: 1, leased: 1, parked: 1, unknown: 1 },
      oldestReceivedAtMs: receivedAtMs,
    });
  });
});

describe('the pause after a failure', () => {
  it('doubles up to ten minutes, between half and all of it', () => {
    const longest = [1, 2, 8, 9, 50].map((failures) => pauseMs(failures, DEFAULT_INBOX_SETTINGS, () => 1));
    expect(longest).toEqual([5_000, 10_000, 600_000, 600_000, 600_000]);
    expect(pauseMs(1, DEFAULT_INBOX_SETTINGS, () => 0)).toBe(2_500);
  });
});
