import type { Inbox } from '../../src/contract';
import type { SourceRegistration } from '../../../core/hub';
import { describeStores } from '../support/databases';
import { orderDelivery, tokenOf } from '../intake/support/delivery';
import { FakeInbox } from '../intake/support/fakeInbox';
import { actor, API_KEY, push, registration, subscription, TestClock } from '../intake/support/parts';
import { reception, type ReceptionUnderTest } from '../intake/support/reception';
import { failure, FakeWorkflow } from './support';
import { pushKey } from '../../../core/hub';

describeStores('the dispatcher', (open, store) => {
  let clock: TestClock;
  let workflow: FakeWorkflow;
  let events: FakeInbox;
  let hub: ReceptionUnderTest;

  beforeEach(async () => {
    clock = new TestClock();
    workflow = new FakeWorkflow(clock);
    events = new FakeInbox(clock);
    hub = await reception(await open(), { clock, events, post: workflow.post });
  });
  afterEach(async () => {
    await hub.stop();
    await hub.app.close();
  });

  const register = async (id = 'shop-1', changes: Partial<SourceRegistration> = {}) =>
    await hub.sources.register(id, registration(changes), actor);

  async function deliver(count: number, source = 'shop-1'): Promise<void> {
    const token = tokenOf((await hub.sources.get(source))?.intakeUrl ?? '');
    for (let index = 0; index < count; index++) {
      const { headers, body } = orderDelivery(`${source}-${events.entries.length}`, { id: events.entries.length, 备注: '加急' });
      await hub.intake.receive(token, headers, body);
    }
  }

  async function delivered(count: number) {
    await deliver(count);
    return events.entries;
  }

  async function turn(of = hub): Promise<number> {
    const waitMs = await of.dispatcher.turn();
    await of.dispatcher.idle();
    return waitMs;
  }

  const report = async (outcome: 'done' | 'failed' = 'done', place = -1): Promise<void> => {
    const batch = workflow.pushed.at(place)?.batch.events ?? [];
    await hub.inbox.report(
      batch.map(({ id, lease }) => ({ id, lease, outcome })),
      actor,
    );
  };

  it('pushes what was received, signed, to the node that registered', async () => {
    await register();
    await deliver(2);
    await turn();
    expect(workflow.pushed).toHaveLength(1);
    const { url, batch, refusal } = workflow.last;
    expect(url).toBe('http://127.0.0.1:5678/webhook/orders');
    expect(batch).toMatchObject({ source: 'shop-1', notices: [] });
    expect(batch.batch).toMatch(/^bat_[0-9a-f]{24}$/);
    expect(batch.events[1]).toMatchObject({ id: '2', attempt: 1, topic: 'orders/create', body: '{"id":1,"备注":"加急"}' });
    expect(refusal([pushKey(API_KEY, 'shop-1')])).toBeUndefined();
    expect(refusal([pushKey(API_KEY, 'shop-2')])).toBe('bad-signature');
    expect(events.states()).toEqual(['leased', 'leased']);
  });

  it('cuts a backlog into batches and stops at the limit of the workflow', async () => {
    await register('shop-1', { push: push({ batchSize: 3, maxInFlight: 2 }) });
    await deliver(10);
    await turn();
    await turn();
    expect(workflow.pushed.map(({ ids }) => ids)).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
    ]);
  });

  it('counts a batch until each of its events is reported, whatever the report says', async () => {
    await register('shop-1', { push: push({ batchSize: 2, maxInFlight: 1 }) });
    await deliver(4);
    await turn();
    const [one, two] = workflow.last.batch.events;
    await hub.inbox.report([{ id: '1', lease: one?.lease ?? '', outcome: 'done' }], actor);
    await turn();
    expect(workflow.pushed).toHaveLength(1);
    await hub.inbox.report([{ id: '2', lease: two?.lease ?? '', outcome: 'parked' }], actor);
    await turn();
    expect(workflow.pushed.map(({ ids }) => ids)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('counts a batch of which nobody reports until its lease ends, and then hands its events out again', async () => {
    await register('shop-1', { push: push({ batchSize: 2, maxInFlight: 1, leaseMs: 60_000 }) });
    await deliver(2);
    await turn();
    clock.advance(59_999);
    await turn();
    expect(workflow.pushed).toHaveLength(1);
    clock.advance(1);
    await turn();
    expect(workflow.pushed).toHaveLength(2);
    expect(workflow.last.batch.events.map(({ id, attempt }) => [id, attempt])).toEqual([
      ['1', 2],
      ['2', 2],
    ]);
  });

  it('lets two sources of one workflow share its limit', async () => {
    const limited = { push: push({ batchSize: 1, maxInFlight: 2 }) };
    await register('shop-1', limited);
    await register('shop-2', limited);
    await deliver(3, 'shop-1');
    await deliver(3, 'shop-2');
    await turn();
    expect(workflow.pushed.map(({ batch }) => batch.source).sort()).toEqual(['shop-1', 'shop-2']);
  });

  it('waits for a batch to fill up, but no longer than its delay', async () => {
    await register('shop-1', { push: push({ batchSize: 3, batchDelayMs: 250 }) });
    await deliver(1);
    clock.advance(100);
    await deliver(1);
    expect(await turn()).toBe(150);
    expect(workflow.pushed).toEqual([]);
    clock.advance(150);
    await turn();
    expect(workflow.last.ids).toEqual(['1', '2']);
    await deliver(3);
    await turn();
    expect(workflow.last.ids).toEqual(['3', '4', '5']);
  });

  it('takes nothing out of the store while there is nothing to push', async () => {
    await register();
    expect(await turn()).toBe(500);
    await deliver(2);
    await turn();
    expect(await turn()).toBe(500);
    expect(events.leasesAsked).toBe(1);
  });

  it('pushes nothing of a source that was taken back, until it is registered again', async () => {
    await register();
    await deliver(1);
    await hub.sources.deactivate('shop-1', actor);
    await turn();
    expect(workflow.pushed).toEqual([]);
    await register();
    await turn();
    expect(workflow.last.ids).toEqual(['1']);
  });

  it.each([500, 404, 401, 302, 503])(
    'gives the events back after the answer %i, and pushes them again after a pause',
    async (status) => {
      await register();
      await deliver(1);
      workflow.answer = () => status;
      await turn();
      expect(events.states()).toEqual(['ready']);
      workflow.answer = () => 200;
      const waitMs = await turn();
      expect(workflow.pushed).toHaveLength(1);
      expect(waitMs).toBe(500);
      clock.advance(500);
      await turn();
      expect(workflow.last.batch.events.map(({ attempt }) => attempt)).toEqual([1]);
      expect(hub.meter.counts.get('medsupply_push_batches_total{outcome=refused}')).toBe(1);
    },
  );

  it('pauses ever longer, up to a minute, and is quick again after a success', async () => {
    await register();
    await deliver(1);
    workflow.answer = () => 500;
    const pauses: number[] = [];
    for (let count = 0; count < 10; count++) {
      await turn();
      let pause = 0;
      for (const before = workflow.pushed.length; workflow.pushed.length === before; pause += 250) {
        clock.advance(250);
        if (pause > 100_000) throw new Error('it never tried again');
        await turn();
      }
      pauses.push(pause);
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    workflow.answer = () => 200;
    clock.advance(60_000);
    await turn();
    await report('failed');
    workflow.answer = () => 500;
    await turn();
    clock.advance(500);
    await turn();
    expect(workflow.pushed).toHaveLength(14);
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND'])('gives the events back when the workflow cannot be reached (%s)', async (code) => {
    await register();
    await deliver(1);
    workflow.answer = () => failure(code);
    await turn();
    expect(events.states()).toEqual(['ready']);
  });

  it.each(['ECONNABORTED', 'ECONNRESET', 'ETIMEDOUT'])(
    'leaves the events to their lease when there was no answer (%s): the workflow may have them',
    async (code) => {
      await register('shop-1', { push: push({ maxInFlight: 1 }) });
      await deliver(1);
      workflow.answer = () => failure(code);
      await turn();
      clock.advance(59_000);
      await turn();
      expect(events.states()).toEqual(['leased']);
      expect(workflow.pushed).toHaveLength(1);
      await report();
      expect(events.states()).toEqual(['done']);
    },
  );

  it('says in the log which batch was not taken, without address, body or key', async () => {
    await register();
    await deliver(1);
    workflow.answer = () => failure('ECONNREFUSED');
    await turn();
    expect(hub.log.lines.at(-1)?.fields).toEqual({
      batch: workflow.last.batch.batch,
      source: 'shop-1',
      events: 1,
      notices: 0,
      code: 'ECONNREFUSED',
    });
    expect(JSON.stringify(hub.log.lines)).not.toMatch(/10\.0\.0\.1|加急|webhook\/orders/);
  });

  it('hands events out again to the recovery workflow, where there is one', async () => {
    await register('shop-1', { push: push({ leaseMs: 1_000 }) });
    await hub.sources.subscribe('recovery', subscription({ kinds: ['event.unfinished'] }), actor);
    await deliver(1);
    await turn();
    clock.advance(1_000);
    await deliver(1);
    await turn();
    const [, ...later] = workflow.pushed.map(({ url, ids }) => [url.split('/').at(-1), ids]);
    expect(later.toSorted()).toEqual([
      ['orders', ['2']],
      ['recovery', ['1']],
    ]);
    expect(workflow.pushed[0]?.url).toContain('orders');
  });

  it('hands events out again to the source when the recovery workflow does not answer', async () => {
    await register('shop-1', { push: push({ leaseMs: 1_000 }) });
    await hub.sources.subscribe('recovery', subscription({ kinds: ['event.unfinished'] }), actor);
    await deliver(1);
    await turn();
    clock.advance(1_000);
    workflow.answer = (batch) => (batch.events[0]?.attempt === 2 && workflow.last.url.includes('recovery') ? 404 : 200);
    await turn();
    await turn();
    expect(workflow.pushed.map(({ url }) => url.split('/').at(-1))).toEqual(['orders', 'recovery', 'orders']);
    expect(workflow.last.batch.events[0]?.attempt).toBe(2);
  });

  it('of two replicas never push one event twice, and keep the limit together', async () => {
    const other = await reception(store.again(), { clock, events, post: workflow.post });
    await register('shop-1', { push: push({ batchSize: 2, maxInFlight: 2 }) });
    await deliver(10);
    for (let round = 0; round < 5; round++) {
      await Promise.all([turn(), turn(other)]);
      expect(workflow.pushed.length).toBeLessThanOrEqual(2 * (round + 1));
      for (const { batch } of workflow.pushed) {
        await events.report(batch.events.map(({ id, lease }) => ({ id, lease, outcome: 'done' })));
      }
    }
    const ids = workflow.pushed.flatMap((pushed) => pushed.ids);
    expect(ids.toSorted((one, two) => Number(one) - Number(two))).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    await other.app.close();
  });

  it('forgets no batch when the hub is killed: the limit still counts it, its reports are taken, the rest comes back', async () => {
    await register('shop-1', { push: push({ batchSize: 2, maxInFlight: 1 }) });
    await deliver(4);
    let answered: (status: number) => void = () => undefined;
    workflow.answer = () => new Promise((resolve) => (answered = resolve));
    await hub.dispatcher.turn(); // killed while the post is under way
    const restarted = await reception(store.again(), { clock, events, post: workflow.post });
    await turn(restarted);
    expect(workflow.pushed).toHaveLength(1);
    await report();
    workflow.answer = () => 200;
    await turn(restarted);
    expect(workflow.pushed.map(({ ids }) => ids)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    answered(200);
    await restarted.app.close();
  });

  it('pushes no batch whose lease ended while the process stood still', async () => {
    const slow: Inbox['lease'] = async (request) => {
      const leased = await FakeInbox.prototype.lease.call(events, request);
      clock.advance(request.leaseMs);
      return leased;
    };
    await register('shop-1', { push: push({ leaseMs: 1_000 }) });
    await deliver(1);
    events.lease = slow;
    await turn();
    expect(workflow.pushed).toEqual([]);
  });

  it('keeps a batch below what n8n takes in one request, and gives the rest back', async () => {
    const { intakeUrl } = await register('shop-1', { push: push({ maxInFlight: 1 }) });
    for (let index = 0; index < 5; index++) {
      const { headers, body } = orderDelivery(`large-${index}`, { id: index, note: 'x'.repeat(1_900_000) });
      await hub.intake.receive(tokenOf(intakeUrl), headers, body);
    }
    await turn();
    expect(workflow.last.ids).toEqual(['1', '2', '3']);
    expect(events.states()).toEqual(['leased', 'leased', 'leased', 'ready', 'ready']);
    await report();
    await turn();
    expect(workflow.last.batch.events.map(({ id, attempt }) => [id, attempt])).toEqual([
      ['4', 1],
      ['5', 1],
    ]);
  });

  it('works with an inbox that cannot count', async () => {
    const plain = new FakeInbox(clock);
    Object.assign(plain, { due: undefined, runningLeases: undefined });
    const simple = await reception(store.again(), { clock, inbox: plain, post: workflow.post });
    await register('shop-1', { push: push({ batchSize: 2, maxInFlight: 1 }) });
    for (const { event } of await delivered(3)) await plain.store(event);
    await turn(simple);
    await turn(simple);
    expect(workflow.pushed.map(({ ids }) => ids)).toEqual([['1', '2']]);
    await plain.report(workflow.last.batch.events.map(({ id, lease }) => ({ id, lease, outcome: 'done' })));
    await turn(simple);
    expect(workflow.last.ids).toEqual(['3']);
    await simple.app.close();
  });
});
