import { secretsAt, mergeSecrets } from '../../src/sources/secrets';
import { describeStores } from '../support/databases';
import { orderDelivery, tokenOf } from '../intake/support/delivery';
import { actor, push, registration, subscription } from '../intake/support/parts';
import { reception, type ReceptionUnderTest } from '../intake/support/reception';

const HOUR_MS = 3_600_000;

describeStores('sources', (open, store) => {
  let hub: ReceptionUnderTest;
  beforeEach(async () => {
    hub = await reception(await open());
  });
  afterEach(async () => {
    await hub.stop();
    await hub.app.close();
  });

  it('are registered with an address that cannot be guessed, and answer no secret', async () => {
    const one = await hub.sources.register('shop-1', registration(), actor);
    const other = await hub.sources.register('shop-2', registration(), actor);
    expect(one.intakeUrl).toMatch(/^https:\/\/hub\.example\.com\/intake\/[\w-]{43}$/);
    expect(other.intakeUrl).not.toBe(one.intakeUrl);
    expect(one).toEqual({
      id: 'shop-1',
      profile: 'shopify',
      tenant: registration().tenant,
      topics: ['ORDERS_CREATE', 'ORDERS_UPDATED'],
      intakeUrl: one.intakeUrl,
      workflow: { id: 'wf-1', name: 'Orders', node: 'Shop' },
      active: true,
    });
    expect(await hub.sources.list()).toEqual([one, other]);
    expect(await hub.sources.get('shop-3')).toBeUndefined();
  });

  it('keep their address when they are registered again, even after they were taken back', async () => {
    const first = await hub.sources.register('shop-1', registration(), actor);
    await hub.sources.deactivate('shop-1', actor);
    expect(await hub.sources.get('shop-1')).toEqual({ ...first, active: false });
    const topics = ['ORDERS_CANCELLED'];
    expect(await hub.sources.register('shop-1', registration({ topics }), actor)).toEqual({ ...first, topics });
  });

  it('get one address when two replicas register them at the same time', async () => {
    const other = await reception(store.again(), { clock: hub.clock });
    const both = await Promise.all([
      hub.sources.register('shop-1', registration(), actor),
      other.sources.register('shop-1', registration(), actor),
    ]);
    const [address, again] = both.map(({ intakeUrl }) => intakeUrl);
    expect(again).toBe(address);
    expect((await hub.sources.get('shop-1'))?.intakeUrl).toBe(address);
    await other.app.close();
  });

  it('are audited without their secrets', async () => {
    await hub.sources.register('shop-1', registration(), actor);
    await hub.sources.register('shop-1', registration({ secrets: ['next secret', 'current secret'] }), actor);
    await hub.sources.register('shop-1', registration({ secrets: ['next secret'] }), actor);
    await hub.sources.deactivate('shop-1', actor);
    await hub.sources.deactivate('shop-1', actor);
    await hub.sources.deactivate('shop-9', actor);
    expect(hub.audit.types()).toEqual([
      'source.registered',
      'source.registered',
      'source.secret.rotated',
      'source.registered',
      'source.deactivated',
    ]);
    expect(hub.audit.entries[0]).toMatchObject({
      actor,
      object: { kind: 'source', id: 'shop-1' },
      body: { profile: 'shopify', workflow: 'wf-1' },
    });
    expect(JSON.stringify(hub.audit.entries)).not.toMatch(/secret'|current secret|next secret|127\.0\.0\.1/);
    expect(JSON.stringify(hub.audit.entries)).not.toContain(registration().push.key);
  });

  it.each([
    ['an unknown profile', registration({ profile: 'nobody' }), '/profile'],
    ['an empty tenant', registration({ tenant: ' ' }), '/tenant'],
    ['no secret', registration({ secrets: [] }), '/secrets'],
    ['an empty secret', registration({ secrets: ['good', ''] }), '/secrets'],
    ['an address that is no address', registration({ push: push({ url: 'n8n/webhook' }) }), '/push/url'],
    ['another protocol', registration({ push: push({ url: 'file:///etc/passwd' }) }), '/push/url'],
    [
      'a password in the address',
      registration({ push: push({ url: 'https://me:topsecret@n8n.example.com/webhook/1' }) }),
      '/push/url',
    ],
    ['a user name in the address', registration({ push: push({ url: 'https://me@n8n.example.com/webhook/1' }) }), '/push/url'],
    ['a key that is too short', registration({ push: push({ key: 'c2hvcnQ=' }) }), '/push/key'],
  ])('are refused with %s, and the answer points to it', async (_what, wrong, pointer) => {
    const refusal = hub.sources.register('shop-1', wrong, actor);
    await expect(refusal).rejects.toMatchObject({ name: 'Problem', status: 400, members: { pointer } });
    await expect(refusal).rejects.not.toThrow(/topsecret/);
    expect(await hub.sources.list()).toEqual([]);
  });

  it('have subscriptions beside them, which end with what waits for them', async () => {
    expect(await hub.sources.subscribe('recovery', subscription(), actor)).toEqual({ id: 'recovery' });
    await store.again().write(async (transaction) => await hub.notices.publish(transaction, 'event.parked', { event: '1' }));
    await hub.sources.unsubscribe('recovery', actor);
    await hub.sources.unsubscribe('recovery', actor);
    expect(hub.audit.entries.map(({ type, body }) => [type, body.noticesDropped])).toEqual([
      ['subscription.registered', undefined],
      ['subscription.removed', 1],
    ]);
    await expect(hub.sources.subscribe('x', subscription({ push: push({ url: 'ftp://x' }) }), actor)).rejects.toMatchObject({
      status: 400,
    });
  });
});

describeStores('the rhythm of a source', (open, store) => {
  let hub: ReceptionUnderTest;
  beforeEach(async () => {
    hub = await reception(await open());
    await hub.sources.register('shop-1', registration(), actor);
    await hub.sources.subscribe('alarms', subscription({ kinds: ['source.silent'] }), actor);
  });
  afterEach(async () => {
    await hub.stop();
    await hub.app.close();
  });

  const job = async (name: string): Promise<unknown> => await hub.jobs.find((one) => one.name === name)?.run();
  const waiting = async (): Promise<readonly { readonly kind: string; readonly subject: string }[]> =>
    await store
      .again()
      .read(async (transaction) => await transaction.all('SELECT kind, subject FROM notice_outbox ORDER BY seq'));
  const isSilent = async () => await hub.sources.silences();

  /** Deliveries at this distance, each written down. */
  async function speak(times: number, gapMs: number): Promise<void> {
    for (let count = 0; count < times; count++) {
      hub.clock.advance(gapMs);
      await signedDelivery(hub);
      await job('rhythm of sources');
    }
  }

  it('is learnt; a silence that is unusual is told about once, and the next delivery ends it', async () => {
    await speak(12, 60_000);
    hub.clock.advance(HOUR_MS);
    await job('silent sources');
    expect(await waiting()).toEqual([]);
    hub.clock.advance(1_000);
    await job('silent sources');
    await job('silent sources');
    expect((await waiting()).map(({ kind, subject }) => [kind, (JSON.parse(subject) as { source: string }).source])).toEqual([
      ['source.silent', 'shop-1'],
    ]);
    expect(await isSilent()).toEqual([{ source: 'shop-1', isSilent: true }]);
    expect((await hub.sources.get('shop-1'))?.silentSinceMs).toBe(hub.clock.now());

    await speak(1, 1_000);
    expect(await isSilent()).toEqual([{ source: 'shop-1', isSilent: false }]);
    expect((await hub.sources.get('shop-1'))?.silentSinceMs).toBeUndefined();
  });

  it('is told about by one of two replicas', async () => {
    const other = await reception(store.again(), { clock: hub.clock });
    await speak(12, 60_000);
    hub.clock.advance(2 * HOUR_MS);
    const check = async ({ jobs }: ReceptionUnderTest): Promise<unknown> =>
      await jobs.find(({ name }) => name === 'silent sources')?.run();
    await Promise.all([check(hub), check(other)]);
    expect(await waiting()).toHaveLength(1);
    await other.app.close();
  });

  it('allows a lively source a long pause once it has had one like it', async () => {
    await speak(30, 60_000);
    await speak(1, 8 * HOUR_MS); // the first night
    await speak(30, 60_000);
    hub.clock.advance(10 * HOUR_MS);
    await job('silent sources');
    expect(await waiting()).toEqual([]);
    hub.clock.advance(3 * HOUR_MS);
    await job('silent sources');
    expect(await waiting()).toHaveLength(1);
  });

  it('of a source that spoke only a few times is no rhythm yet', async () => {
    await speak(9, 60_000);
    hub.clock.advance(1_000 * HOUR_MS);
    await job('silent sources');
    expect(await waiting()).toEqual([]);
  });

  it('raises no alarm for a source that was taken back, nor right after it was registered again', async () => {
    await speak(12, 60_000);
    await hub.sources.deactivate('shop-1', actor);
    hub.clock.advance(50 * HOUR_MS);
    await job('silent sources');
    await hub.sources.register('shop-1', registration(), actor);
    await job('silent sources');
    expect(await waiting()).toEqual([]);
  });

  it('raises no alarm when the hub itself was away', async () => {
    await speak(12, 60_000);
    hub.clock.advance(50 * HOUR_MS);
    const restarted = await reception(store.again(), { clock: hub.clock });
    expect(await restarted.jobs.find(({ name }) => name === 'silent sources')?.run()).toEqual([]);
    await restarted.app.close();
  });

  it('shows the last delivery at once, and also after a restart', async () => {
    await speak(1, 1_000);
    hub.clock.advance(500);
    await signedDelivery(hub);
    const last = hub.clock.now();
    hub.clock.advance(300);
    expect((await hub.sources.get('shop-1'))?.lastDeliveryAtMs).toBe(last);
    await hub.stop();
    const restarted = await reception(store.again(), { clock: hub.clock });
    expect((await restarted.sources.get('shop-1'))?.lastDeliveryAtMs).toBe(last);
    await restarted.app.close();
  });
});

describe('secrets after a registration', () => {
  it('are those it names, without an end, and for a day those it no longer names', () => {
    const first = mergeSecrets([], ['a'], 1_000);
    expect(first).toEqual({ secrets: [{ secret: 'a' }], rotated: false });
    const second = mergeSecrets(first.secrets, ['b'], 2_000);
    expect(second).toEqual({ secrets: [{ secret: 'b' }, { secret: 'a', untilMs: 2_000 + 24 * HOUR_MS }], rotated: true });
    const third = mergeSecrets(second.secrets, ['b'], 3_000);
    expect(third).toEqual({ secrets: second.secrets, rotated: false });
    expect(secretsAt(third.secrets, 2_000 + 24 * HOUR_MS)).toEqual(['b']);
    expect(mergeSecrets(third.secrets, ['a', 'b'], 4_000).secrets).toEqual([{ secret: 'a' }, { secret: 'b' }]);
  });

  it('never grow without bound', () => {
    let { secrets } = mergeSecrets([], ['0'], 0);
    for (let count = 1; count < 50; count++) ({ secrets } = mergeSecrets(secrets, [String(count)], count));
    expect(secrets).toHaveLength(5);
  });
});

async function signedDelivery(hub: ReceptionUnderTest): Promise<void> {
  const [source] = await hub.sources.list();
  const { headers, body } = orderDelivery(`delivery-${hub.clock.now()}`);
  expect(await hub.intake.receive(tokenOf(source?.intakeUrl ?? ''), headers, body)).toBe('taken');
}
