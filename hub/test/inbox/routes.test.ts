import { inboxRoutes } from '../../src/inbox';
import { describeStores } from '../support/databases';
import { ROUTE_ACTOR, routeApp, type RouteApp } from '../support/routeApp';
import { InboxBench } from './support';

describeStores('the routes of events', (open) => {
  let bench: InboxBench;
  let hub: RouteApp;
  beforeEach(async () => {
    bench = new InboxBench(await open());
    hub = await routeApp(async (app) => await inboxRoutes(app, { inbox: bench.inbox }));
  });
  afterEach(async () => await hub.app.close());

  const body = '{"id":820982911946154508,"note":"医疗"}';
  const event = (overrides: object = {}): object => ({
    ...{ source: 'shop', deliveryId: 'd1', topic: 'orders/create', headers: { 'x-topic': 'orders/create' } },
    ...{ bodyBase64: Buffer.from(body).toString('base64'), businessKey: 'shopify/shop/order/1', version: '1' },
    ...overrides,
  });

  it('store, hand out and report an event, each with its scope', async () => {
    const stored = await hub.request('POST', '/v1/events', event());
    expect(stored).toMatchObject({ status: 200, body: { outcome: 'stored' } });
    const leased = await hub.request('POST', '/v1/events/lease', { source: 'shop', limit: 5, leaseMs: 60_000 });
    const { events } = leased.body as { events: { id: string; lease: string }[] };
    expect(events).toMatchObject([{ body, attempt: 1, headers: { 'x-topic': 'orders/create' } }]);
    const [{ id, lease } = { id: '', lease: '' }] = events;
    const reported = await hub.request('POST', '/v1/events/report', { reports: [{ id, lease, outcome: 'done' }] });
    expect(reported.body).toEqual({ reported: [{ id, state: 'done' }] });
    expect(hub.scopes).toEqual(['events:work', 'events:work', 'events:work']);
  });

  it('list events by query, and show one', async () => {
    const ids = [];
    for (const deliveryId of ['a', 'b', 'c'])
      ids.push(((await hub.request('POST', '/v1/events', event({ deliveryId }))).body as { id: string }).id);
    const list = async (query: string): Promise<string[]> =>
      ((await hub.request('GET', `/v1/events?${query}`)).body as { events: { id: string }[] }).events.map(({ id }) => id);
    expect(await list('limit=2')).toEqual(ids.slice(0, 2));
    expect(await list('state=ready&state=parked&newestFirst=true')).toEqual([...ids].reverse());
    expect(await list(`businessKey=shopify%2Fshop%2Forder%2F1&after=${ids[1]}`)).toEqual([ids[2]]);
    expect(await hub.request('GET', `/v1/events/${ids[0]}`)).toMatchObject({
      status: 200,
      body: { id: ids[0], state: 'ready', fixed: false },
    });
    expect(await hub.request('GET', '/v1/events/999')).toMatchObject({ status: 404, body: { title: 'Not Found' } });
    expect(hub.scopes.at(-1)).toBe('events:read');
  });

  it('show a payload as plain text, whatever it is, and let a person fix, replay and resolve', async () => {
    const id = await bench.parked({ body: Buffer.from('<script>') });
    expect(await hub.request('GET', `/v1/events/${id}/body`)).toEqual({
      status: 200,
      type: 'text/plain; charset=utf-8',
      body: '<script>',
    });
    const fixed = await hub.request('POST', `/v1/events/${id}/fix`, { body: '{}', reason: 'Was broken' });
    expect(fixed).toMatchObject({ status: 200, body: { state: 'ready', fixed: true } });
    const again = await hub.request('POST', `/v1/events/${id}/replay`, { reason: 'Once more' });
    expect(again).toMatchObject({ status: 409, body: { state: 'ready', nextStep: expect.any(String) as string } });
    await bench.report(await bench.one(), 'parked');
    expect(await hub.request('POST', `/v1/events/${id}/replay`, { reason: 'Once more' })).toMatchObject({ status: 200 });
    await bench.report(await bench.one(), 'parked');
    expect(await hub.request('POST', `/v1/events/${id}/resolve`, { reason: 'By hand' })).toMatchObject({
      body: { state: 'resolved' },
    });
    expect(new Set(hub.scopes)).toEqual(new Set(['desk:write']));
    const decisions = bench.audit.entries.filter(({ type }) => type !== 'event.parked');
    expect(decisions.map(({ type, actor }) => [type, actor])).toEqual(
      ['event.bodyRead', 'event.fixed', 'event.replayed', 'event.resolved'].map((type) => [type, ROUTE_ACTOR]),
    );
  });

  it('say that a payload was erased', async () => {
    const id = await bench.order('1', '1');
    await bench.report(await bench.one(), 'done');
    bench.nowMs += 1;
    await bench.inbox.erasePersonal(bench.nowMs, 10);
    expect(await hub.request('GET', `/v1/events/${id}/body`)).toMatchObject({ status: 410 });
  });

  it.each([
    ['/v1/events', event({ deliveryId: '' }), '/deliveryId'],
    ['/v1/events', event({ bodyBase64: 'not base64!' }), '/bodyBase64'],
    ['/v1/events', event({ surprise: 1 }), '/surprise'],
    ['/v1/events/lease', { source: 'shop', limit: 0, leaseMs: 60_000 }, '/limit'],
    ['/v1/events/report', { reports: [{ id: '1', lease: 'x', outcome: 'perhaps' }] }, '/reports/0/outcome'],
    ['/v1/events/1/fix', { body: '{}' }, '/reason'],
    ['/v1/events/1/resolve', { reason: '   ' }, '/reason'],
  ])('refuse a malformed body of %s with a pointer', async (url, payload, pointer) => {
    const answer = await hub.request('POST', url, payload);
    expect(answer).toMatchObject({ status: 400, type: expect.stringContaining('problem+json') as string, body: { pointer } });
  });
});
