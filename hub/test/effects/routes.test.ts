import { effectsRoutes } from '../../src/effects';
import { describeStores } from '../support/databases';
import { routeApp, type RouteApp } from '../support/routeApp';
import { KEY, LEASE_MS, LedgerBench, print, SETTLE_MS } from './support';

describeStores('the routes of effects', (open) => {
  let bench: LedgerBench;
  let hub: RouteApp;
  beforeEach(async () => {
    bench = new LedgerBench(await open());
    hub = await routeApp(async (app) => await effectsRoutes(app, { effects: bench.ledger }));
  });
  afterEach(async () => await hub.app.close());

  async function claimed(): Promise<string> {
    const { body } = await hub.request('POST', '/v1/effects/claim', bench.request());
    return (body as { token: string }).token;
  }

  it('claim and settle one effect, and answer its result to the next claim', async () => {
    const claim = await hub.request('POST', '/v1/effects/claim', bench.request({ version: '1' }));
    expect(claim).toMatchObject({
      status: 200,
      body: { key: KEY, decision: 'proceed', lookFirst: false, leaseUntilMs: bench.nowMs + LEASE_MS },
    });
    const { token } = claim.body as { token: string };
    const result = { number: 'SO1', lines: [1, { deep: null }] };
    expect(await hub.request('POST', '/v1/effects/settle', { token, outcome: 'done', result })).toMatchObject({
      status: 200,
      body: { state: 'done' },
    });
    expect((await hub.request('POST', '/v1/effects/claim', bench.request({ version: '1' }))).body).toEqual({
      ...{ key: KEY, decision: 'done', result, version: '1' },
    });
    expect(hub.scopes).toEqual(['effects:write', 'effects:write', 'effects:write']);
  });

  it('claim and settle several at once, with all answers in their order', async () => {
    const requests = [
      bench.request({ key: 'a' }),
      bench.request({ key: 'a', fingerprint: print('b') }),
      bench.request({ key: 'b' }),
    ];
    const answer = await hub.request('POST', '/v1/effects/claim', { requests });
    const { claims } = answer.body as { claims: { decision: string; token?: string }[] };
    expect(claims.map(({ decision }) => decision)).toEqual(['proceed', 'conflict', 'proceed']);
    const settlements = [claims[0]?.token, '99.1.abcdefghijklmnop'].map((token) => ({
      token,
      outcome: 'rejected',
      reason: 'No',
    }));
    expect((await hub.request('POST', '/v1/effects/settle', { settlements })).body).toEqual({
      settled: [{ state: 'rejected' }, { state: 'fenced' }],
    });
  });

  it('answer a conflict of a single claim with 409 and both fingerprints', async () => {
    await claimed();
    const answer = await hub.request('POST', '/v1/effects/claim', bench.request({ fingerprint: print('b') }));
    expect(answer).toMatchObject({
      status: 409,
      type: expect.stringContaining('problem+json') as string,
      body: {
        type: 'https://medsupply.dev/problems/fingerprint-conflict',
        storedFingerprint: print('a'),
        givenFingerprint: print('b'),
        nextStep: expect.any(String) as string,
      },
    });
  });

  it('answer a settlement of a claim that was taken over with 409', async () => {
    const zombie = await claimed();
    bench.nowMs += LEASE_MS + SETTLE_MS;
    await claimed();
    const answer = await hub.request('POST', '/v1/effects/settle', { token: zombie, outcome: 'done' });
    expect(answer).toMatchObject({ status: 409, body: { type: 'https://medsupply.dev/problems/fenced' } });
  });

  it('list effects, show one, and let a person decide', async () => {
    await hub.request('POST', '/v1/effects/settle', { token: await claimed(), outcome: 'parked', reason: 'Differs' });
    const listed = await hub.request('GET', '/v1/effects?state=parked&state=unknown&limit=5');
    expect(listed.body).toMatchObject({ effects: [{ key: KEY, state: 'parked', reason: 'Differs' }] });
    expect((await hub.request('GET', `/v1/effects/one?key=${encodeURIComponent(KEY)}`)).body).toMatchObject({
      key: KEY,
      attempts: 1,
    });
    expect(await hub.request('GET', '/v1/effects/one?key=nothing')).toMatchObject({ status: 404 });
    const resolved = await hub.request('POST', '/v1/effects/resolve', { key: KEY, outcome: 'done', reason: 'Seen in the ERP' });
    expect(resolved).toMatchObject({ status: 200, body: { state: 'resolved' } });
    expect(hub.scopes.slice(2)).toEqual(['effects:read', 'effects:read', 'effects:read', 'desk:write']);
  });

  it.each([
    ['claim', { ...{ key: KEY, fingerprint: 'short', leaseMs: 1_000, settleMs: 0 } }, '/fingerprint'],
    ['claim', { requests: [{ key: KEY, fingerprint: print('a'), leaseMs: '1000', settleMs: 0 }] }, '/requests/0/leaseMs'],
    ['claim', { requests: [] }, '/requests'],
    ['claim', {}, '/key'],
    ['settle', { token: '1.1.abcdefghijklmnop', outcome: 'perhaps' }, '/outcome'],
    ['settle', { token: 'nonsense', outcome: 'done' }, '/token'],
    ['settle', { settlements: [{ token: 'nonsense', outcome: 'done' }] }, '/settlements/0/token'],
    [
      'settle',
      { token: '1.1.abcdefghijklmnop', outcome: 'done', links: [{ from: {}, to: {}, relation: 'x' }] },
      '/links/0/from/system',
    ],
    ['resolve', { key: KEY, outcome: 'done' }, '/reason'],
  ])('refuse a malformed %s with a pointer', async (route, payload, pointer) => {
    const answer = await hub.request('POST', `/v1/effects/${route}`, payload);
    expect(answer).toMatchObject({ status: 400, body: { pointer } });
  });

  it('refuse a result that is too large with 413', async () => {
    const answer = await hub.request('POST', '/v1/effects/settle', {
      token: await claimed(),
      outcome: 'done',
      result: 'x'.repeat(70_000),
    });
    expect(answer).toMatchObject({ status: 413, body: { pointer: '/result' } });
  });
});
