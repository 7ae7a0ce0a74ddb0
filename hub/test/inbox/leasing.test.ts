import { describeStores } from '../support/databases';
import { InboxBench, LEASE_MS } from './support';

describeStores('handing out events', (open, store) => {
  it('hands out the oldest first, no more than asked for, each once', async () => {
    const bench = new InboxBench(await open());
    const ids = [];
    for (const key of ['a', 'b', 'c']) ids.push(await bench.order(key, '1'));
    expect(await bench.leasedIds(2)).toEqual(ids.slice(0, 2));
    expect(await bench.leasedIds(2)).toEqual(ids.slice(2));
    expect(await bench.leasedIds(2)).toEqual([]);
  });

  it('hands out events of the source that is asked for only', async () => {
    const bench = new InboxBench(await open());
    await bench.order('a', '1', { source: 'other' });
    expect(await bench.leasedIds()).toEqual([]);
  });

  it('hands out again what nobody reported on when its lease ends, as the next attempt under a new lease', async () => {
    const bench = new InboxBench(await open());
    await bench.order('a', '1');
    const first = await bench.one();
    bench.nowMs += LEASE_MS - 1;
    expect(await bench.leasedIds()).toEqual([]);
    bench.nowMs += 1;
    const second = await bench.one();
    expect(second).toMatchObject({ id: first.id, attempt: 2, body: first.body });
    expect(second.lease).not.toBe(first.lease);
    expect(await bench.report(first, 'done')).toBe('leaseLost');
    expect(await bench.report(second, 'done')).toBe('done');
  });

  it('separates what was handed out before from what is new', async () => {
    const bench = new InboxBench(await open());
    const old = await bench.order('a', '1');
    await bench.lease();
    bench.nowMs += LEASE_MS;
    const fresh = await bench.order('b', '1');
    expect(await bench.leasedIds(10, 'none')).toEqual([fresh]);
    expect(await bench.leasedIds(10, 'only')).toEqual([old]);
  });

  describe('of one document', () => {
    it('hands out the newest of several waiting versions; the older ones end as superseded', async () => {
      const bench = new InboxBench(await open());
      const ids = [];
      for (const version of ['2', '10', '9']) ids.push(await bench.order('a', version));
      expect(await bench.leasedIds()).toEqual([ids[1]]);
      expect([await bench.state(ids[0] ?? ''), await bench.state(ids[2] ?? '')]).toEqual(['superseded', 'superseded']);
    });

    it('hands out one at a time: what comes meanwhile waits until the one in flight is reported', async () => {
      const bench = new InboxBench(await open());
      await bench.order('a', '1');
      const first = await bench.one();
      const second = await bench.order('a', '2');
      const other = await bench.order('b', '1');
      expect(await bench.leasedIds()).toEqual([other]);
      bench.nowMs += 1_000;
      await bench.report(first, 'done');
      expect(await bench.leasedIds()).toEqual([second]);
    });

    it('hands out the newest of those that waited as soon as the one in flight is reported', async () => {
      const bench = new InboxBench(await open());
      await bench.order('a', '1');
      const first = await bench.one();
      const second = await bench.order('a', '2');
      const third = await bench.order('a', '3');
      expect(await bench.leasedIds()).toEqual([]);
      await bench.report(first, 'done');
      expect(await bench.leasedIds()).toEqual([third]);
      expect(await bench.state(second)).toBe('superseded');
    });

    it('hands out the one that waited when the lease of the one in flight ends, and the older one is superseded', async () => {
      const bench = new InboxBench(await open());
      const first = await bench.order('a', '1');
      await bench.lease();
      const second = await bench.order('a', '2');
      expect(await bench.leasedIds()).toEqual([]);
      bench.nowMs += LEASE_MS;
      expect(await bench.leasedIds()).toEqual([second]);
      expect(await bench.state(first)).toBe('superseded');
    });

    it('supersedes an event that is older than one already done, whenever it arrives', async () => {
      const bench = new InboxBench(await open());
      await bench.order('a', '2026-11-02T10:00:00+08:00');
      await bench.report(await bench.one(), 'done');
      const late = await bench.order('a', '2026-11-02T01:59:59Z');
      const same = await bench.order('a', '2026-11-02T02:00:00Z');
      expect(await bench.leasedIds()).toEqual([same]);
      expect(await bench.state(late)).toBe('superseded');
    });

    it('never supersedes an event that tells a change only; those go one after the other', async () => {
      const bench = new InboxBench(await open());
      const ids = [];
      for (const version of ['1', '2', undefined])
        ids.push(await bench.order('a', version, { topic: 'refunds/create', fullState: false }));
      const seen = [];
      for (let turn = 0; turn < 3; turn++) {
        const leased = await bench.lease();
        expect(leased).toHaveLength(1);
        const [event] = leased;
        if (event === undefined) break;
        seen.push(event.id);
        await bench.report(event, 'done');
      }
      expect(seen).toEqual(ids);
    });

    it('keeps two sources apart: the same order is one document for each of them', async () => {
      const bench = new InboxBench(await open());
      await bench.order('a', '2');
      await bench.report(await bench.one(), 'done');
      const other = await bench.order('a', '1', { source: 'other' });
      expect((await bench.lease(10, 'any', 'other')).map(({ id }) => id)).toEqual([other]);
    });

    it('ends in the newest version in whatever order three versions arrive', async () => {
      for (const order of permutations(['1', '2', '3'])) {
        const bench = new InboxBench(await open());
        const done: (string | undefined)[] = [];
        for (const version of order) {
          await bench.order('a', version);
          const [event] = await bench.lease();
          if (event === undefined) continue;
          done.push(event.version);
          await bench.report(event, 'done');
        }
        expect(done.at(-1)).toBe('3');
        expect(done).toEqual([...done].sort());
      }
    });

    it('lets a newer version pass one that keeps failing', async () => {
      const bench = new InboxBench(await open());
      const failing = await bench.order('a', '1');
      await bench.report(await bench.one(), 'failed');
      const newer = await bench.order('a', '2');
      expect(await bench.leasedIds()).toEqual([newer]);
      expect(await bench.state(failing)).toBe('superseded');
    });

    it('with ten thousand waiting events is in nobody’s way', async () => {
      const database = await open();
      const bench = new InboxBench(database);
      await bench.order('big', '1');
      await bench.lease();
      const many = Array.from({ length: store.kind === 'sqlite' ? 10_000 : 1_000 }, (_, index) =>
        bench.order('big', String(index + 2)),
      );
      await Promise.all(many);
      const other = await bench.order('small', '1');
      let found: readonly string[] = [];
      let calls = 0;
      for (; found.length === 0 && calls < 20; calls++) found = await bench.leasedIds(50);
      expect(found).toEqual([other]);
    });
  });

  it('parks an event that killed its workflow again and again, and goes on with the others', async () => {
    const bench = new InboxBench(await open(), { settings: { maxStrikes: 3 } });
    const poison = await bench.order('poison', '1');
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(await bench.leasedIds()).toEqual([poison]);
      bench.nowMs += LEASE_MS;
    }
    const fine = await bench.order('fine', '1');
    expect(await bench.leasedIds()).toEqual([fine]);
    expect(await bench.inbox.get(poison)).toMatchObject({ state: 'parked', code: 'lease-ended', attempts: 3 });
    expect(bench.audit.types()).toEqual(['event.parked']);
    expect(bench.notices.published).toMatchObject([{ kind: 'event.parked', subject: { event: poison, code: 'lease-ended' } }]);
  });

  it('parks an event whose body is missing, and hands out the others', async () => {
    const database = await open();
    const bench = new InboxBench(database);
    const lost = await bench.order('a', '1');
    const fine = await bench.order('b', '1');
    await database.write((t) => t.run('DELETE FROM event_bodies WHERE seq = ?', [Number(lost)]));
    expect(await bench.leasedIds()).toEqual([fine]);
    expect(await bench.inbox.get(lost)).toMatchObject({ state: 'parked', code: 'body-missing' });
  });

  it('hands no event to two replicas at once', async () => {
    const bench = new InboxBench(await open());
    for (let order = 0; order < 40; order++) await bench.order(String(order % 20), undefined);
    const replica = store.kind === 'postgres' ? new InboxBench(store.again()) : bench;
    const taken = await Promise.all(Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? bench : replica).lease(10)));
    const keys = taken.flat().map(({ businessKey }) => businessKey);
    expect(keys).toHaveLength(20);
    expect(new Set(keys).size).toBe(20);
  });

  it('tells the dispatcher which sources have something due, and which leases still run', async () => {
    const bench = new InboxBench(await open());
    for (const key of ['a', 'b', 'c']) await bench.order(key, '1');
    await bench.order('d', '1', { source: 'another' });
    const [first, second] = await bench.lease(2);
    bench.nowMs += 10;
    expect(await bench.inbox.due(100)).toEqual([
      { source: 'another', redriven: false, count: 1, oldestDueAtMs: bench.nowMs - 10 },
      { source: 'shop', redriven: false, count: 1, oldestDueAtMs: bench.nowMs - 10 },
    ]);
    const leases = [first?.lease ?? '', second?.lease ?? '', '1.9.unknown', 'nonsense'];
    expect(await bench.inbox.runningLeases(leases)).toEqual(leases.slice(0, 2));
    if (first) await bench.report(first, 'done');
    expect(await bench.inbox.runningLeases(leases)).toEqual([second?.lease]);
    bench.nowMs += LEASE_MS;
    expect(await bench.inbox.runningLeases(leases)).toEqual([]);
    expect(await bench.inbox.due(100)).toContainEqual({
      source: 'shop',
      redriven: true,
      count: 1,
      oldestDueAtMs: bench.nowMs - 10,
    });
  });
});

function permutations(items: readonly string[]): string[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
