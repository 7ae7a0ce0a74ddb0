import { createHash } from 'node:crypto';
import { describeStores } from '../support/databases';
import { ACTOR, InboxBench } from './support';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const PERSON = { kind: 'person', id: 'wang' } as const;

describeStores('the inbox at the Desk', (open) => {
  it('lists what needs a person, newest first, and nothing else', async () => {
    const bench = new InboxBench(await open());
    const first = await bench.parked();
    const second = await bench.parked();
    await bench.order('a', '1');
    expect((await bench.inbox.needsAttention(10)).map(({ id }) => id)).toEqual([second, first]);
    expect(await bench.inbox.needsAttention(1)).toHaveLength(1);
  });

  it('lists by state, source and document, page by page, in both directions', async () => {
    const bench = new InboxBench(await open());
    const ids = [];
    for (let number = 1; number <= 5; number++)
      ids.push(await bench.order(String(number % 2), undefined, { source: number > 3 ? 'other' : 'shop' }));
    const list = async (query: object): Promise<readonly string[]> =>
      (await bench.inbox.list({ limit: 100, ...query })).map(({ id }) => id);
    expect(await list({})).toEqual(ids);
    expect(await list({ limit: 2, after: ids[1] })).toEqual(ids.slice(2, 4));
    expect(await list({ newestFirst: true, limit: 2, after: ids[3] })).toEqual([ids[2], ids[1]]);
    expect(await list({ source: 'other' })).toEqual(ids.slice(3));
    expect(await list({ businessKey: 'shopify/shop/order/1' })).toEqual([ids[0], ids[2], ids[4]]);
    await bench.report(await bench.one(), 'done');
    expect(await list({ states: ['done'] })).toEqual([ids[0]]);
    expect(await list({ states: ['ready', 'done'] })).toEqual(ids);
    expect(await list({ states: ['parked'] })).toEqual([]);
  });

  it('replaces the payload of a parked event and hands it out again; the audit log has both hashes and no payload', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.parked({ body: Buffer.from('{"sku":"wrong"}') });
    expect(await bench.inbox.fix(id, '{"sku":"right"}', 'Typo of Ms Li', PERSON)).toMatchObject({ state: 'ready', fixed: true });
    expect(await bench.one()).toMatchObject({ id, attempt: 2, body: '{"sku":"right"}' });
    const entry = bench.audit.entries.at(-1);
    expect(entry).toMatchObject({
      type: 'event.fixed',
      actor: PERSON,
      body: { bodyHashBefore: sha256('{"sku":"wrong"}'), bodyHashAfter: sha256('{"sku":"right"}') },
      personal: { reason: 'Typo of Ms Li' },
    });
    expect(JSON.stringify(entry?.body)).not.toMatch(/sku|Li/);
  });

  it('hands a parked event out again, with a fresh count of failures', async () => {
    const bench = new InboxBench(await open(), { settings: { maxStrikes: 1 } });
    const id = await bench.order('a', '1');
    await bench.report(await bench.one(), 'failed', { reason: 'Down', code: 'down' });
    expect(await bench.state(id)).toBe('parked');
    const replayed = await bench.inbox.replay(id, 'It is up again', PERSON);
    expect(replayed).toMatchObject({ state: 'ready' });
    expect(replayed.reason).toBeUndefined();
    expect(await bench.leasedIds(10, 'only')).toEqual([id]);
    expect(bench.audit.types()).toEqual(['event.parked', 'event.replayed']);
  });

  it('refuses to replay or fix an older version than one that is done', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.parked({ businessKey: 'k', version: '1' });
    await bench.inbox.store(bench.event({ businessKey: 'k', version: '2' }));
    await bench.report(await bench.one(), 'done');
    const refusal = { status: 409, code: 'superseded', members: { version: '1', doneVersion: '2' } };
    await expect(bench.inbox.replay(id, 'Again', PERSON)).rejects.toMatchObject(refusal);
    await expect(bench.inbox.fix(id, '{}', 'Again', PERSON)).rejects.toMatchObject(refusal);
    expect(bench.audit.types()).toEqual(['event.parked']);
    expect((await bench.inbox.resolve(id, 'A newer one is done', PERSON)).state).toBe('resolved');
  });

  it('ends an event by hand', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.parked();
    expect(await bench.inbox.resolve(id, 'Entered by hand', PERSON)).toMatchObject({
      state: 'resolved',
      reason: 'Entered by hand',
    });
    bench.nowMs += 86_400_000;
    expect(await bench.leasedIds()).toEqual([]);
    expect(bench.audit.entries.at(-1)).toMatchObject({
      type: 'event.resolved',
      body: { from: 'parked' },
      personal: { reason: 'Entered by hand' },
    });
  });

  it('refuses to decide about events that a workflow has, that are done, or that are not there', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.order('a', '1');
    await expect(bench.inbox.replay(id, 'why', PERSON)).rejects.toMatchObject({ status: 409, code: 'not-parked' });
    const event = await bench.one();
    await expect(bench.inbox.resolve(id, 'why', PERSON)).rejects.toMatchObject({ status: 409, members: { state: 'leased' } });
    await bench.report(event, 'done');
    await expect(bench.inbox.fix(id, '{}', 'why', PERSON)).rejects.toMatchObject({ status: 409 });
    await expect(bench.inbox.replay('12345', 'why', PERSON)).rejects.toMatchObject({ status: 404, code: 'unknown-event' });
    await expect(bench.inbox.body('nonsense', PERSON)).rejects.toMatchObject({ status: 404 });
  });

  it('notes in the audit log who has read a payload', async () => {
    const bench = new InboxBench(await open());
    const id = await bench.order('a', '1');
    expect(await bench.inbox.body(id, PERSON)).toBe('{"number":1}');
    expect(bench.audit.entries).toMatchObject([{ type: 'event.bodyRead', actor: PERSON, object: { id } }]);
  });

  it('erases payloads when their time has come, and forgets deliveries later; what is not settled stays', async () => {
    const database = await open();
    const bench = new InboxBench(database);
    const settled = await bench.order('a', '2');
    await bench.report(await bench.one(), 'done');
    const open_ = await bench.parked();
    bench.nowMs += 1;
    expect(await bench.inbox.erasePersonal(bench.nowMs - 1, 10)).toBe(0);
    expect(await bench.inbox.forgetDeliveries(bench.nowMs, 10)).toBe(0); // its payload may still be wanted
    expect(await bench.inbox.erasePersonal(bench.nowMs, 10)).toBe(1);
    expect(await bench.inbox.erasePersonal(bench.nowMs, 10)).toBe(0);
    expect(await bench.inbox.get(settled)).toMatchObject({ erased: true, state: 'done' });
    expect(await bench.inbox.body(settled, ACTOR)).toBeUndefined();
    expect(await database.read((t) => t.all('SELECT seq FROM event_bodies'))).toEqual([{ seq: Number(open_) }]);

    expect(await bench.inbox.forgetDeliveries(bench.nowMs, 10)).toBe(1);
    expect(await bench.inbox.get(settled)).toBeUndefined();
    const late = await bench.order('a', '1');
    expect(await bench.leasedIds()).toEqual([]);
    expect(await bench.state(late)).toBe('superseded');
  });
});
