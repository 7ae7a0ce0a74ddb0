import { createHmac } from 'node:crypto';
import { intakeProfiles } from '../../src/intake';
import type { IntakeProfile } from '../../../core/intake';
import type { SqlValue } from '../../src/store';
import { describeStores } from '../support/databases';
import { actor, registration, SHOP } from './support/parts';
import { reception, type ReceptionUnderTest } from './support/reception';

const ORDER = Buffer.from('{"id":820982911946154508,"updated_at":"2026-11-22T17:59:58+08:00","note":"发票 & 加急 é"}');
const sign = (secret: string, body: Uint8Array = ORDER) => createHmac('sha256', secret).update(body).digest('base64');

const shopHeaders = (changes: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'content-type': 'application/json',
  'x-shopify-topic': 'orders/create',
  'x-shopify-hmac-sha256': sign('current secret'),
  'x-shopify-shop-domain': SHOP,
  'x-shopify-api-version': '2026-10',
  'x-shopify-webhook-id': 'delivery-1',
  'x-shopify-event-id': 'event-1',
  'x-shopify-triggered-at': '2026-11-22T09:59:59.123456789Z',
  ...changes,
});

const without = (name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(shopHeaders()).filter(([header]) => header !== name));

async function deliver(
  { app }: ReceptionUnderTest,
  url: string,
  headers: Readonly<Record<string, string>>,
  payload: Uint8Array = ORDER,
) {
  return await app.inject({ method: 'POST', url: new URL(url).pathname, headers, payload: Buffer.from(payload) });
}

describeStores('the intake', (open, store) => {
  let hub: ReceptionUnderTest;
  let url: string;

  beforeEach(async () => {
    hub = await reception(await open());
    ({ intakeUrl: url } = await hub.sources.register('shop-1', registration(), actor));
  });
  afterEach(async () => {
    await hub.stop();
    await hub.app.close();
  });

  it('stores a verified delivery with its exact bytes, key and version, and then says so', async () => {
    const answer = await deliver(hub, url, shopHeaders());
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    expect(hub.events.entries.map(({ event }) => event)).toEqual([
      {
        source: 'shop-1',
        deliveryId: 'delivery-1',
        eventId: 'event-1',
        topic: 'orders/create',
        resourceId: '820982911946154508',
        businessKey: `shopify/${SHOP}/order/820982911946154508`,
        version: '2026-11-22T17:59:58+08:00/2026-11-22T09:59:59.123456789Z',
        fullState: true,
        triggeredAt: '2026-11-22T09:59:59.123456789Z',
        headers: {
          'x-shopify-topic': 'orders/create',
          'x-shopify-shop-domain': SHOP,
          'x-shopify-webhook-id': 'delivery-1',
          'x-shopify-event-id': 'event-1',
          'x-shopify-triggered-at': '2026-11-22T09:59:59.123456789Z',
          'x-shopify-api-version': '2026-10',
        },
        body: ORDER,
      },
    ]);
  });

  it.each(['text/plain', 'application/xml', 'application/json; charset=utf-8', ''])(
    'takes the bytes as they are for the type %j',
    async (type) => {
      const headers = type === '' ? without('content-type') : shopHeaders({ 'content-type': type });
      const answer = await deliver(hub, url, headers);
      expect(answer.statusCode).toBe(200);
      expect(Buffer.from(hub.events.entries[0]?.event.body ?? [])).toEqual(ORDER);
    },
  );

  it('acknowledges a delivery that comes again and keeps one', async () => {
    await deliver(hub, url, shopHeaders());
    const answer = await deliver(hub, url, shopHeaders());
    expect(answer.statusCode).toBe(200);
    expect(hub.events.entries).toHaveLength(1);
  });

  it.each([
    ['another secret', 'bad-signature', shopHeaders({ 'x-shopify-hmac-sha256': sign('another') }), ORDER],
    ['one byte of the body changed', 'bad-signature', shopHeaders(), Buffer.from(ORDER.toString().replace('加', '如'))],
    ['no signature', 'no-signature', without('x-shopify-hmac-sha256'), ORDER],
    ['an empty signature', 'no-signature', shopHeaders({ 'x-shopify-hmac-sha256': '' }), ORDER],
    [
      'a shorter signature',
      'bad-signature',
      shopHeaders({ 'x-shopify-hmac-sha256': sign('current secret').slice(0, 20) }),
      ORDER,
    ],
    ['a longer signature', 'bad-signature', shopHeaders({ 'x-shopify-hmac-sha256': `${sign('current secret')}AA` }), ORDER],
    [
      'a signature in hexadecimal',
      'bad-signature',
      shopHeaders({ 'x-shopify-hmac-sha256': Buffer.from(sign('current secret'), 'base64').toString('hex') }),
      ORDER,
    ],
    ['another shop', 'other-tenant', shopHeaders({ 'x-shopify-shop-domain': 'other.myshopify.com' }), ORDER],
    ['no shop', 'other-tenant', without('x-shopify-shop-domain'), ORDER],
    ['no topic', 'no-topic', without('x-shopify-topic'), ORDER],
    ['an id too long to be one', 'header-too-long', shopHeaders({ 'x-shopify-webhook-id': 'x'.repeat(256) }), ORDER],
  ])('refuses a delivery with %s: 401, empty, nothing stored, the reason audited', async (_what, reason, headers, body) => {
    const answer = await deliver(hub, url, headers, body);
    expect([answer.statusCode, answer.body]).toEqual([401, '']);
    expect(hub.events.entries).toEqual([]);
    await hub.stop();
    expect(hub.audit.entries.filter(({ type }) => type === 'intake.refused')).toMatchObject([
      { object: { kind: 'source', id: 'shop-1' }, body: { reason, count: 1 } },
    ]);
  });

  it('refuses a delivery without a body, although its signature is right', async () => {
    const headers = shopHeaders({ 'x-shopify-hmac-sha256': sign('current secret', new Uint8Array()) });
    const answer = await deliver(hub, url, headers, new Uint8Array());
    expect(answer.statusCode).toBe(401);
  });

  it('logs a refusal with the delivery id, and nothing else of what was sent', async () => {
    await deliver(hub, url, shopHeaders({ 'x-shopify-hmac-sha256': 'c2VjcmV0LXRleHQ=' }));
    await deliver(hub, url, shopHeaders({ 'x-shopify-hmac-sha256': 'wrong', 'x-shopify-webhook-id': 'made\tup by a stranger' }));
    const [first, second] = hub.log.lines;
    expect(first?.fields).toEqual({ source: 'shop-1', reason: 'bad-signature', deliveryId: 'delivery-1' });
    expect(second?.fields).toEqual({ source: 'shop-1', reason: 'bad-signature', deliveryId: undefined });
    expect(JSON.stringify(hub.log.lines)).not.toMatch(/c2VjcmV0|stranger|发票|current secret/);
  });

  it('audits a flood of refusals with one entry a minute that says how many they were', async () => {
    const forged = shopHeaders({ 'x-shopify-hmac-sha256': 'wrong' });
    for (let count = 0; count < 20; count++) await deliver(hub, url, forged);
    hub.clock.advance(61_000);
    await deliver(hub, url, forged);
    await hub.stop();
    const refusals = hub.audit.entries.filter(({ type }) => type === 'intake.refused');
    expect(refusals.map(({ body }) => body.count)).toEqual([1, 20]);
  });

  it('accepts the previous secret for a day after a rotation, and then no more', async () => {
    const headers = shopHeaders();
    await hub.sources.register('shop-1', registration({ secrets: ['next secret'] }), actor);
    expect((await deliver(hub, url, headers)).statusCode).toBe(200);
    expect((await deliver(hub, url, shopHeaders({ 'x-shopify-hmac-sha256': sign('next secret') }))).statusCode).toBe(200);
    hub.clock.advance(24 * 3_600_000 + 1);
    expect((await deliver(hub, url, headers)).statusCode).toBe(401);
    expect((await deliver(hub, url, shopHeaders({ 'x-shopify-hmac-sha256': sign('next secret') }))).statusCode).toBe(200);
  });

  it('verifies with any of several secrets that were registered together', async () => {
    await hub.sources.register('shop-1', registration({ secrets: ['one', 'two'] }), actor);
    expect((await deliver(hub, url, shopHeaders({ 'x-shopify-hmac-sha256': sign('two') }))).statusCode).toBe(200);
  });

  it('reads the headers of the Events preview as well', async () => {
    const preview = Object.fromEntries(
      Object.entries(without('x-shopify-webhook-id')).map(([name, value]) => [name.replace(/^x-/, ''), value]),
    );
    expect((await deliver(hub, url, preview)).statusCode).toBe(200);
    expect(hub.events.entries[0]?.event).toMatchObject({
      deliveryId: 'event-1',
      headers: { 'x-shopify-topic': 'orders/create' },
    });
  });

  it('acknowledges and drops a topic that nobody registered', async () => {
    const answer = await deliver(hub, url, shopHeaders({ 'x-shopify-topic': 'products/update' }));
    expect(answer.statusCode).toBe(200);
    expect(hub.events.entries).toEqual([]);
    expect(hub.meter.counts.get('medsupply_deliveries_total{profile=shopify,outcome=dropped}')).toBe(1);
  });

  it.each(['[1]', '"text"', 'null', '{"id":', '\u00ff'])(
    'answers 400 with a pointer to a signed body that is %j',
    async (text) => {
      const body = text === '\u00ff' ? Buffer.from([0x7b, 0xff, 0x7d]) : Buffer.from(text);
      const answer = await deliver(hub, url, shopHeaders({ 'x-shopify-hmac-sha256': sign('current secret', body) }), body);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({
        status: 400,
        pointer: '',
        type: expect.stringContaining('malformed-delivery') as string,
      });
      expect(hub.events.entries).toEqual([]);
    },
  );

  it('answers an unknown token like any other address that is not there', async () => {
    const unknown = await deliver(hub, 'https://hub.example.com/intake/0123456789abcdef', shopHeaders());
    const elsewhere = await deliver(hub, 'https://hub.example.com/somewhere', shopHeaders());
    expect(unknown.statusCode).toBe(404);
    expect(unknown.body.replaceAll(/\/intake\/\w+|\/somewhere/g, '')).toBe(
      elsewhere.body.replaceAll(/\/intake\/\w+|\/somewhere/g, ''),
    );
  });

  it('answers 410 to deliveries of a source that was taken back, and takes them again after it was registered again', async () => {
    await hub.sources.deactivate('shop-1', actor);
    const gone = await deliver(hub, url, shopHeaders());
    expect([gone.statusCode, gone.body]).toEqual([410, '']);
    await hub.sources.register('shop-1', registration(), actor);
    expect((await deliver(hub, url, shopHeaders())).statusCode).toBe(200);
  });

  it('answers 413 to a body that is too large, and 200 to one that just fits', async () => {
    const small = await reception(store.again(), { bodyLimitBytes: ORDER.length });
    expect((await deliver(small, url, shopHeaders())).statusCode).toBe(200);
    const larger = Buffer.concat([ORDER, Buffer.from(' ')]);
    const answer = await deliver(small, url, shopHeaders({ 'x-shopify-hmac-sha256': sign('current secret', larger) }), larger);
    expect(answer.statusCode).toBe(413);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    await small.app.close();
  });

  it('knows at once what another replica registered, and within a second what it took back', async () => {
    const other = await reception(store.again(), { clock: hub.clock });
    expect((await deliver(other, url, shopHeaders())).statusCode).toBe(200);
    const { intakeUrl } = await hub.sources.register('shop-2', registration(), actor);
    expect((await deliver(other, intakeUrl, shopHeaders())).statusCode).toBe(200);
    await hub.sources.deactivate('shop-2', actor);
    hub.clock.advance(1_000);
    expect((await deliver(other, intakeUrl, shopHeaders())).statusCode).toBe(410);
    await other.app.close();
  });

  it('asks the platform to try again when the registration cannot be opened', async () => {
    await store.again().write(async (transaction) => {
      await transaction.run('UPDATE sources SET secrets_sealed = push_key_sealed');
      await transaction.run('UPDATE source_revision SET revision = revision + 1');
    });
    hub.clock.advance(1_000);
    const answer = await deliver(hub, url, shopHeaders());
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('30');
  });

  it('answers no other method and lists nothing', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'] as const) {
      const answer = await hub.app.inject({ method, url: new URL(url).pathname });
      expect([method, answer.statusCode]).toEqual([method, 404]);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect((await hub.app.inject({ method: 'GET', url: '/intake' })).statusCode).toBe(404);
  });

  it('keeps nothing in the store by which the intake could be opened or forged', async () => {
    const rows = await store
      .again()
      .read(async (transaction) => await transaction.all<Record<string, SqlValue>>('SELECT * FROM sources'));
    const stored = rows
      .flatMap((row) => Object.values(row))
      .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)));
    const token = url.split('/').at(-1) ?? '';
    expect(token).toHaveLength(43);
    for (const secret of [token, 'current secret', registration().push.key]) expect(stored.join('\n')).not.toContain(secret);
  });
});

describeStores('a generic source', (open) => {
  const body = Buffer.from('{"resource":{"id":"Ä-7/1","version":"12"},"what":"ü"}');
  const generic = (
    atMs: number,
    changes: Readonly<Record<string, string>> = {},
    secret = 'current secret',
  ): Record<string, string> => {
    const timestamp = String(Math.floor(atMs / 1000));
    const signature = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
    return {
      'x-signature': `sha256=${signature}`,
      'x-timestamp': timestamp,
      'x-delivery-id': 'd-1',
      'x-event-id': 'e-1',
      'x-topic': 'order/created',
      ...changes,
    };
  };
  let hub: ReceptionUnderTest;
  let url: string;

  beforeEach(async () => {
    hub = await reception(await open());
    const own = registration({ profile: 'generic-hmac', tenant: 'depot-9', topics: ['order/created'] });
    ({ intakeUrl: url } = await hub.sources.register('depot', own, actor));
  });
  afterEach(async () => {
    await hub.stop();
    await hub.app.close();
  });

  it('is read as its row says', async () => {
    expect((await deliver(hub, url, generic(hub.clock.now()), body)).statusCode).toBe(200);
    expect(hub.events.entries[0]?.event).toMatchObject({
      deliveryId: 'd-1',
      eventId: 'e-1',
      resourceId: 'Ä-7/1',
      businessKey: 'generic-hmac/depot-9/order/%C3%84-7%2F1',
      version: '12',
    });
  });

  it.each([
    ['five minutes old', -300_000, 200],
    ['older than five minutes', -301_000, 401],
    ['five minutes ahead', 300_000, 200],
    ['further ahead than five minutes', 301_000, 401],
  ])('with a timestamp that is %s is answered as it should be', async (_what, awayMs, status) => {
    expect((await deliver(hub, url, generic(hub.clock.now() + awayMs), body)).statusCode).toBe(status);
  });

  it('with a fresh timestamp on an old signature is refused', async () => {
    const headers = generic(hub.clock.now() - 600_000, { 'x-timestamp': String(Math.floor(hub.clock.now() / 1000)) });
    expect((await deliver(hub, url, headers, body)).statusCode).toBe(401);
  });

  it.each([
    ['no timestamp', { 'x-timestamp': '' }],
    ['a timestamp that is no number', { 'x-timestamp': '2026-11-22T10:00:00Z' }],
    ['another tenant', { 'x-tenant': 'depot-8' }],
    ['no prefix before the signature', { 'x-signature': '00' }],
    ['no delivery id', { 'x-delivery-id': '' }],
  ])('with %s is refused', async (_what, changes) => {
    expect((await deliver(hub, url, generic(hub.clock.now(), changes), body)).statusCode).toBe(401);
  });

  it('may list several signatures while it rotates its secret', async () => {
    const headers = generic(hub.clock.now());
    const signatures = `sha256=${'0'.repeat(64)}, ${headers['x-signature'] ?? ''}`;
    expect((await deliver(hub, url, { ...headers, 'x-signature': signatures }, body)).statusCode).toBe(200);
  });
});

describeStores('a platform that gets a row', (open) => {
  const row: IntakeProfile = {
    id: 'wms',
    system: 'wms',
    headerPrefixes: [''],
    signature: { algorithm: 'sha1', header: 'wms-sign', encoding: 'hex', signs: 'body' },
    headers: {
      topic: 'wms-type',
      deliveryId: ['wms-msg'],
      eventId: 'wms-event',
      triggeredAt: 'wms-at',
      tenant: { name: 'wms-depot', optional: false },
    },
    topics: 'exact',
    documents: [
      {
        topicPrefix: 'shipment.',
        documentType: 'shipment',
        id: ['head.no', 'head.part'],
        version: [[{ body: 'head.rev' }]],
        fullState: ['shipment.full'],
      },
    ],
    keptHeaders: ['wms-type'],
  };

  it('is received without a line of code', async () => {
    const hub = await reception(await open(), { profiles: [...intakeProfiles, row] });
    const topics = ['shipment.full', 'shipment.step'];
    const { intakeUrl } = await hub.sources.register('wms-1', registration({ profile: 'wms', tenant: 'D1', topics }), actor);
    const body = Buffer.from('{"head":{"no":12345678901234567890,"part":2,"rev":7}}');
    const signature = createHmac('sha1', 'current secret').update(body).digest('hex').toUpperCase();
    const headers = { 'wms-sign': signature, 'wms-msg': 'm1', 'wms-depot': 'd1', 'wms-type': 'shipment.full' };
    expect((await deliver(hub, intakeUrl, headers, body)).statusCode).toBe(200);
    const step = { ...headers, 'wms-msg': 'm2', 'wms-type': 'shipment.step' };
    expect((await deliver(hub, intakeUrl, step, body)).statusCode).toBe(200);
    expect(hub.events.entries.map(({ event }) => [event.businessKey, event.version, event.fullState])).toEqual([
      ['wms/d1/shipment/12345678901234567890-2', '7', true],
      ['wms/d1/shipment/12345678901234567890-2', undefined, false],
    ]);
    await hub.app.close();
  });
});
