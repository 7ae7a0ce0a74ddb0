import { describeStores } from '../support/databases';
import { actor, push, subscription, TestClock } from '../intake/support/parts';
import { reception, type ReceptionUnderTest } from '../intake/support/reception';
import { FakeWorkflow } from '../push/support';
import type { HubEventKind, SubscriptionRegistration } from '../../../core/hub';
import type { Database } from '../../src/store';

const DAY_MS = 86_400_000;

describeStores('notices', (open, store) => {
  let clock: TestClock;
  let workflow: FakeWorkflow;
  let hub: ReceptionUnderTest;
  let database: Database;

  beforeEach(async () => {
    clock = new TestClock();
    workflow = new FakeWorkflow(clock);
    database = await open();
    hub = await reception(database, { clock, post: workflow.post });
  });
  afterEach(async () => {
    await hub.stop();
    await hub.app.close();
  });

  const subscribe = async (id: string, changes: Partial<SubscriptionRegistration>) =>
    await hub.sources.subscribe(id, subscription(changes), actor);
  const publish = async (kind: HubEventKind, subject: Readonly<Record<string, unknown>> = {}): Promise<void> =>
    await database.write(async (transaction) => await hub.notices.publish(transaction, kind, subject));
  const told = () => workflow.pushed.map(({ batch }) => batch.notices.map(({ kind, subject }) => [kind, subject.event]));

  it('reach every subscription to their kind, signed, with their time, and no other', async () => {
    await subscribe('a', { kinds: ['event.parked', 'effect.unknown'] });
    await subscribe('b', { kinds: ['event.parked'], push: push({ url: 'http://127.0.0.1:5678/webhook/b' }) });
    await subscribe('c', { kinds: ['source.silent'] });
    await publish('event.parked', { event: '7', code: 'unknown-sku' });
    await hub.noticePusher.turn();
    expect(workflow.pushed.map(({ url }) => url.split('/').at(-1)).toSorted()).toEqual(['b', 'recovery']);
    expect(workflow.last.batch).toMatchObject({
      source: 'hub',
      events: [],
      notices: [{ kind: 'event.parked', at: '2026-11-22T10:00:00.000Z', subject: { event: '7', code: 'unknown-sku' } }],
    });
    expect(workflow.last.refusal([push().key])).toBeUndefined();
  });

  it('are pushed once when they were taken, in batches, in their order', async () => {
    await subscribe('a', { push: push({ batchSize: 2 }) });
    for (const event of ['1', '2', '3']) await publish('event.parked', { event });
    expect(await hub.noticePusher.turn()).toBe(1);
    expect(await hub.noticePusher.turn()).toBe(500);
    await hub.noticePusher.turn();
    expect(told()).toEqual([
      [
        ['event.parked', '1'],
        ['event.parked', '2'],
      ],
      [['event.parked', '3']],
    ]);
  });

  it('are taken back with the transaction that published them', async () => {
    await subscribe('a', {});
    const failing = database.write(async (transaction) => {
      await hub.notices.publish(transaction, 'event.parked', { event: '1' });
      throw new Error('the rest failed');
    });
    await expect(failing).rejects.toThrow('the rest failed');
    await hub.noticePusher.turn();
    expect(told()).toEqual([]);
  });

  it('of a kind that nobody subscribed to leave nothing behind', async () => {
    await publish('audit.checkpoint');
    expect(await database.read(async (transaction) => await transaction.all('SELECT * FROM notice_outbox'))).toEqual([]);
  });

  it('are pushed again after a growing pause until they are taken', async () => {
    await subscribe('a', {});
    await publish('event.parked', { event: '1' });
    workflow.answer = () => 404;
    await hub.noticePusher.turn();
    await hub.noticePusher.turn();
    expect(workflow.pushed).toHaveLength(1);
    clock.advance(500);
    workflow.answer = () => Object.assign(new Error('timeout'), { code: 'ECONNABORTED' });
    await hub.noticePusher.turn();
    clock.advance(999);
    await hub.noticePusher.turn();
    expect(workflow.pushed).toHaveLength(2);
    clock.advance(1);
    workflow.answer = () => 200;
    await hub.noticePusher.turn();
    clock.advance(60_000);
    await hub.noticePusher.turn();
    expect(told()).toHaveLength(3);
  });

  it('for a workflow that does not answer hold up no other', async () => {
    await subscribe('a', { push: push({ url: 'http://127.0.0.1:5678/webhook/dead' }) });
    await subscribe('b', { push: push({ url: 'http://127.0.0.1:5678/webhook/alive' }) });
    workflow.answer = () => (workflow.last.url.includes('dead') ? 503 : 200);
    await publish('event.parked', { event: '1' });
    await hub.noticePusher.turn();
    await publish('event.parked', { event: '2' });
    await hub.noticePusher.turn();
    const alive = workflow.pushed.filter(({ url }) => url.includes('alive'));
    expect(alive.map(({ batch }) => batch.notices.map(({ subject }) => subject.event))).toEqual([['1'], ['2']]);
  });

  it('are pushed by one of two replicas', async () => {
    const other = await reception(store.again(), { clock, post: workflow.post });
    await subscribe('a', {});
    await publish('event.parked', { event: '1' });
    await Promise.all([hub.noticePusher.turn(), other.noticePusher.turn()]);
    expect(told()).toEqual([[['event.parked', '1']]]);
    await other.app.close();
  });

  it('that a killed hub was pushing are pushed again by the next', async () => {
    await subscribe('a', {});
    await publish('event.parked', { event: '1' });
    workflow.answer = () => new Promise(() => undefined);
    void hub.noticePusher.turn();
    await untilPushed(workflow);
    const restarted = await reception(store.again(), { clock, post: workflow.post });
    await restarted.noticePusher.turn();
    expect(workflow.pushed).toHaveLength(1);
    clock.advance(30_000);
    workflow.answer = () => 200;
    await restarted.noticePusher.turn();
    expect(told()).toHaveLength(2);
    await restarted.app.close();
  });

  it('are given up after seven days, and the audit log says how many', async () => {
    await subscribe('a', { kinds: ['event.parked', 'effect.unknown'] });
    await publish('event.parked', { event: '1' });
    await publish('event.parked', { event: '2' });
    clock.advance(7 * DAY_MS);
    await publish('effect.unknown', { key: 'k' });
    expect(await hub.notices.dropOld()).toBe(0);
    clock.advance(1);
    expect(await hub.notices.dropOld()).toBe(2);
    const dropped = hub.audit.entries.filter(({ type }) => type === 'notice.dropped');
    expect(dropped.map(({ object, body }) => [object.id, body])).toEqual([['a', { kind: 'event.parked', count: 2 }]]);
    await hub.noticePusher.turn();
    expect(told()).toEqual([[['effect.unknown', undefined]]]);
  });
});

async function untilPushed({ pushed }: FakeWorkflow): Promise<void> {
  while (pushed.length === 0) await new Promise((resolve) => setImmediate(resolve));
}
