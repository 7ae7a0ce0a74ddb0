import { fakeHub, type FakeHub } from '../support/fakeHub';

describe('attention, figures and incidents through the API', () => {
  let hub: FakeHub;
  let headers: { authorization: string };

  beforeEach(async () => {
    hub = await fakeHub();
    const { text } = await hub.keys.create('test', ['desk:read', 'desk:write'], { kind: 'hub', id: 'test' });
    headers = { authorization: `Bearer ${text}` };
  });
  afterEach(async () => await hub.close());

  it('list what needs a person, newest first, with counts', async () => {
    const answer = await hub.app.inject({ url: '/v1/attention', headers });
    expect(answer.statusCode).toBe(200);
    const { counts, items } = answer.json<{ counts: object; items: { kind: string; state: string; atMs: number }[] }>();
    expect(counts).toEqual({
      parkedEvents: 5,
      unknownEvents: 1,
      waitingEvents: 2,
      parkedEffects: 1,
      unknownEffects: 1,
      openIncidents: 0,
      silentSources: 1,
    });
    expect(items.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
      'effect parked',
      'effect unknown',
      'event parked',
      'event parked',
      'event parked',
      'event parked',
      'event parked',
      'source silent',
    ]);
    expect(items.map(({ atMs }) => atMs)).toEqual(items.map(({ atMs }) => atMs).sort((one, other) => other - one));
  });

  it('answer the figures of the last day, and refuse an interval without end', async () => {
    const { hours } = (await hub.app.inject({ url: '/v1/kpis', headers })).json<{
      hours: { values: Record<string, number> }[];
    }>();
    expect(hours).toHaveLength(24);
    expect(hours[0]?.values['orders']).toBeGreaterThan(0);
    expect(hours[0]?.values).not.toHaveProperty('stockOuts');
    const wide = await hub.app.inject({ url: '/v1/kpis?from=2020-01-01T00:00:00Z', headers });
    expect([wide.statusCode, wide.json<{ parameter: string }>().parameter]).toEqual([400, 'from']);
  });

  it('take a report, list it and close it', async () => {
    const payload = { workflow: { id: 'w', name: 'W' }, message: 'The ERP is closed' };
    const reported = await hub.app.inject({ method: 'POST', url: '/v1/incidents', headers, payload });
    expect(reported.json()).toMatchObject({ isNew: true, count: 1, state: 'open' });
    const { id } = reported.json<{ id: string }>();
    expect((await hub.app.inject({ url: '/v1/incidents', headers })).json()).toMatchObject({ incidents: [{ id }] });
    const closed = await hub.app.inject({
      method: 'POST',
      url: `/v1/incidents/${id}/close`,
      headers,
      payload: { reason: 'open again' },
    });
    expect(closed.json()).toMatchObject({ id, state: 'closed' });
  });

  it.each([
    ['/v1/attention', 'GET'],
    ['/v1/kpis', 'GET'],
    ['/v1/incidents', 'GET'],
  ] as const)('%s is refused without a key', async (url, method) => {
    expect((await hub.app.inject({ url, method })).statusCode).toBe(401);
  });
});
