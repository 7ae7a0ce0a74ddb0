import { describeStores } from '../support/databases';
import { ACTOR, fakeVault, InboxBench } from './support';

describeStores('storing a delivery', (open) => {
  it('keeps it until it is handed out, with its exact body', async () => {
    const bench = new InboxBench(await open());
    const body = Buffer.from('{"id": 820982911946154508,  "note":"医疗 ☃"}');
    const stored = await bench.inbox.store(
      bench.event({ body, eventId: 'e', resourceId: 'r', triggeredAt: '2026-11-02T09:59:59Z' }),
    );
    expect(stored).toEqual({ id: expect.stringMatching(/^\d+$/), outcome: 'stored' });
    const [event] = await bench.lease();
    expect(event).toMatchObject({
      id: stored.id,
      attempt: 1,
      eventId: 'e',
      triggeredAt: '2026-11-02T09:59:59Z',
      headers: { 'x-topic': 'orders/create' },
    });
    expect(event?.body).toBe(body.toString());
  });

  it('seals the body in the store, bound to its delivery', async () => {
    const database = await open();
    const bench = new InboxBench(database);
    await bench.inbox.store(bench.event({ deliveryId: 'a/b', body: Buffer.from('secret') }));
    const row = await database.read((t) => t.get<{ body: Uint8Array }>('SELECT body FROM event_bodies'));
    expect(Buffer.from(row?.body ?? []).toString()).toBe('sealed:event.body/shop/a%2Fb:secret');
  });

  it('knows a delivery id that comes again, and hands it out once', async () => {
    const bench = new InboxBench(await open());
    const event = bench.event();
    const first = await bench.inbox.store(event);
    const again = await Promise.all([bench.inbox.store(event), bench.inbox.store({ ...event, body: Buffer.from('other') })]);
    expect(again).toEqual([
      { id: first.id, outcome: 'knownDelivery' },
      { id: first.id, outcome: 'knownDelivery' },
    ]);
    expect(await bench.leasedIds()).toEqual([first.id]);
  });

  it('keeps the deliveries of two sources apart, although their ids are equal', async () => {
    const bench = new InboxBench(await open());
    await bench.inbox.store(bench.event({ deliveryId: 'same', source: 'shop' }));
    const other = await bench.inbox.store(bench.event({ deliveryId: 'same', source: 'other' }));
    expect(other.outcome).toBe('stored');
  });

  it('links another delivery of the same event as a repeat, without handing it out', async () => {
    const bench = new InboxBench(await open());
    const fact = { topic: 'orders/create', eventId: 'e1', resourceId: '42', version: '1', businessKey: 'shopify/shop/order/42' };
    const first = await bench.inbox.store(bench.event(fact));
    const again = bench.event(fact);
    const repeat = await bench.inbox.store(again);
    expect(repeat).toEqual({ id: expect.any(String), outcome: 'repeat', repeatOf: first.id });
    expect(await bench.inbox.store(again)).toEqual({ id: repeat.id, outcome: 'knownDelivery', repeatOf: first.id });
    expect(await bench.leasedIds()).toEqual([first.id]);
    expect(await bench.inbox.get(repeat.id)).toMatchObject({ state: 'repeat', repeatOf: first.id });
    expect(await bench.inbox.body(repeat.id, ACTOR)).toBe('{"number":1}');
  });

  it.each([
    ['topic', { topic: 'orders/updated' }],
    ['event id', { eventId: 'e2' }],
    ['resource', { resourceId: '43' }],
    ['version', { version: '2' }],
    ['source', { source: 'other' }],
  ])('takes a delivery with another %s for an event of its own', async (_, difference) => {
    const bench = new InboxBench(await open());
    const fact = { topic: 'orders/create', eventId: 'e1', resourceId: '42', version: '1' };
    await bench.inbox.store(bench.event(fact));
    expect((await bench.inbox.store(bench.event({ ...fact, ...difference }))).outcome).toBe('stored');
  });

  it('never discards by the event id alone: one event id under one topic for 50 orders is handed out 50 times', async () => {
    const bench = new InboxBench(await open());
    for (let order = 1; order <= 50; order++)
      await bench.order(String(order), '1', { eventId: 'one-action', resourceId: String(order) });
    expect(await bench.leasedIds(100)).toHaveLength(50);
  });

  it('takes nothing for a repeat where the event id or the resource is not known', async () => {
    const bench = new InboxBench(await open());
    const outcomes = [];
    for (const fact of [{ resourceId: '42' }, { resourceId: '42' }, { eventId: 'e' }, { eventId: 'e' }]) {
      outcomes.push((await bench.inbox.store(bench.event(fact))).outcome);
    }
    expect(outcomes).toEqual(['stored', 'stored', 'stored', 'stored']);
  });

  it('stores fifty first deliveries of one event that arrive at once as one event and 49 repeats', async () => {
    const bench = new InboxBench(await open());
    const fact = { eventId: 'e1', resourceId: '42', version: '1' };
    const stored = await Promise.all(Array.from({ length: 50 }, () => bench.inbox.store(bench.event(fact))));
    expect(stored.filter(({ outcome }) => outcome === 'stored')).toHaveLength(1);
    expect(new Set(stored.map(({ repeatOf }) => repeatOf)).size).toBe(2);
    expect(await bench.leasedIds(100)).toHaveLength(1);
  });

  it('parks an event whose body does not decrypt, and hands out the others', async () => {
    const database = await open();
    const bench = new InboxBench(database, { vault: { ...fakeVault, seal: (_, plain) => plain } });
    const bad = (await bench.inbox.store(bench.event())).id;
    const good = new InboxBench(database);
    const fine = await good.inbox.store(good.event({ deliveryId: 'fine' }));
    expect(await good.leasedIds()).toEqual([fine.id]);
    expect(await good.inbox.get(bad)).toMatchObject({ state: 'parked', code: 'body-unreadable' });
  });
});
