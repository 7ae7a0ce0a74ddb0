import type { LeasedEvent } from '../../../core/hub';
import { DurableInbox } from '../../src/inbox';
import { Retention } from '../../src/retention';
import type { Database } from '../../src/store';
import { orderDelivery, tokenOf } from '../intake/support/delivery';
import { actor, push, registration, TestAudit, TestClock, vault } from '../intake/support/parts';
import { reception, type ReceptionUnderTest } from '../intake/support/reception';
import { describeStores } from '../support/databases';
import { FakeWorkflow } from './support';

const DAY_MS = 86_400_000;

describeStores('from a platform to a workflow, through the inbox of the store', (open, store) => {
  let clock: TestClock;
  let workflow: FakeWorkflow;
  let hub: ReceptionUnderTest;
  let inbox: DurableInbox;
  let token: string;

  const start = async (database: Database): Promise<void> => {
    inbox = new DurableInbox({ database, clock, audit: new TestAudit(), vault, random: () => 0 });
    hub = await reception(database, { clock, inbox, post: workflow.post });
  };
  beforeEach(async () => {
    clock = new TestClock();
    workflow = new FakeWorkflow(clock);
    await start(await open());
    const small = registration({ push: push({ batchSize: 10, maxInFlight: 2, leaseMs: 30_000 }) });
    token = tokenOf((await hub.sources.register('shop-1', small, actor)).intakeUrl);
  });
  afterEach(async () => {
    await hub.stop();
    await hub.app.close();
  });

  const deliver = async (id: string, order: Readonly<Record<string, unknown>>, topic?: string): Promise<void> => {
    const { headers, body } = orderDelivery(id, order, topic);
    expect(await hub.intake.receive(token, headers, body)).toBe('taken');
  };
  const turn = async (): Promise<void> => {
    await hub.dispatcher.turn();
    await hub.dispatcher.idle();
  };
  const done = async (events: readonly LeasedEvent[]): Promise<void> =>
    void (await hub.inbox.report(
      events.map(({ id, lease }) => ({ id, lease, outcome: 'done' })),
      actor,
    ));

  it('every order arrives, whatever is delivered twice and however often the hub is killed', async () => {
    for (let number = 0; number < 60; number++) {
      await deliver(`delivery-${number}`, { id: number, updated_at: '2026-11-22T10:00:00Z' });
      if (number % 10 === 0) await deliver(`delivery-${number}`, { id: number, updated_at: '2026-11-22T10:00:00Z' });
    }
    const handled: string[] = [];
    for (let round = 0; round < 100 && handled.length < 60; round++) {
      const before = workflow.pushed.length;
      if (round % 3 === 2) {
        workflow.answer = () => Object.assign(new Error('killed'), { code: 'ECONNRESET' });
        await turn();
        await start(store.again()); // the one before is gone in the middle of its pushes
      } else {
        workflow.answer = () => 200;
        await turn();
        for (const { batch } of workflow.pushed.slice(before)) {
          await done(batch.events);
          handled.push(...batch.events.map(({ body }) => String((JSON.parse(body) as { id: number }).id)));
        }
      }
      clock.advance(7_000); // no multiple of the lease: an event does not meet a kill each time
    }
    expect(handled.length).toBe(60);
    expect(new Set(handled).size).toBe(60);
    expect(await hub.inbox.backlog()).toEqual({ byState: {} });
  });

  it('a batch whose hub died before it saw the answer is handed out again, by an only hub at once', async () => {
    await deliver('d1', { id: 7 });
    workflow.answer = () => new Promise<number>(() => {});
    await hub.dispatcher.turn();
    expect(workflow.pushed).toHaveLength(1);
    clock.advance(1);
    await start(store.again());
    workflow.answer = () => 200;
    await turn();
    expect(workflow.pushed).toHaveLength(store.kind === 'sqlite' ? 2 : 1);
    clock.advance(11_500);
    await turn();
    expect(workflow.pushed).toHaveLength(2);
    expect(workflow.last.batch.events).toMatchObject([{ deliveryId: 'd1' }]);
  });

  it('what a trigger had taken on is handed out again when it registers again, because its n8n was started anew', async () => {
    await deliver('d1', { id: 7 });
    await turn();
    const [first] = workflow.last.batch.events;
    await hub.sources.register('shop-1', registration({ push: push({ batchSize: 10, leaseMs: 30_000 }) }), actor);
    await turn();
    expect(workflow.pushed).toHaveLength(2);
    expect(workflow.last.batch.events).toMatchObject([{ deliveryId: 'd1' }]);
    // Were it still at work on the first batch, its late report would change nothing.
    expect(await hub.inbox.report([{ id: first?.id ?? '', lease: first?.lease ?? '', outcome: 'done' }], actor)).toMatchObject([
      { state: 'leaseLost' },
    ]);
  });

  it('of three versions of an order that wait, the newest is pushed', async () => {
    await deliver('d1', { id: 7, updated_at: '2026-11-22T10:00:00Z' });
    await deliver('d3', { id: 7, updated_at: '2026-11-22T10:00:02Z' }, 'orders/updated');
    await deliver('d2', { id: 7, updated_at: '2026-11-22T10:00:01Z' }, 'orders/updated');
    await turn();
    expect(workflow.pushed.flatMap(({ batch }) => batch.events.map(({ deliveryId }) => deliveryId))).toEqual(['d3']);
    await done(workflow.last.batch.events);
    await turn();
    expect(workflow.pushed).toHaveLength(1);
    expect(await hub.inbox.backlog()).toEqual({ byState: {} });
  });

  it('an event that the workflow did not take is handed out again as if it never had been', async () => {
    await deliver('d1', { id: 7 });
    workflow.answer = () => 503;
    await turn();
    workflow.answer = () => 200;
    clock.advance(500);
    await turn();
    expect(workflow.last.batch.events).toMatchObject([{ deliveryId: 'd1', attempt: 1 }]);
  });

  it('its personal fields are erased thirty days after it was done, and its id later is forgotten', async () => {
    await deliver('d1', { id: 7, customer: { name: '王小明' } });
    await deliver('d2', { id: 8 });
    await turn();
    await done(workflow.last.batch.events.slice(0, 1));
    const retention = new Retention({ database: store.again(), clock, audit: hub.audit, log: hub.log, erasables: [inbox] });
    clock.advance(30 * DAY_MS + 1);
    await retention.run();
    expect(await inbox.list({ limit: 10 })).toMatchObject([{ deliveryId: 'd2', erased: false }]);
    expect(
      hub.audit.entries.filter(({ type }) => type.startsWith('retention')).map(({ type, body }) => [type, body.count]),
    ).toEqual([
      ['retention.erased', 1],
      ['retention.forgotten', 1],
    ]);
  });
});
