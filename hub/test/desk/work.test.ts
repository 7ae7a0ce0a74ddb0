import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeHub, type FakeHub } from '../support/fakeHub';
import { SHOP } from '../support/fakeSeed';
import { DeskClient } from './client';

const PASSWORD = 'a quiet harbour at noon';

describe('work at the Desk', () => {
  let hub: FakeHub;
  let client: DeskClient;

  beforeEach(async () => {
    hub = await fakeHub();
    await hub.person('ada', 'admin', PASSWORD);
    client = new DeskClient(hub.app);
    await client.signIn('ada', PASSWORD);
  });
  afterEach(async () => await hub.close());

  const ids = async (query: string) =>
    (await client.get(`/desk/api/events${query}`)).json<{ events: { id: string }[] }>().events.map(({ id }) => id);

  it('lists events newest first, by state and source', async () => {
    expect((await ids('?limit=3')).map(Number)).toEqual([47, 46, 45]);
    expect(await ids('?state=parked')).toEqual(['41', '40', '39', '38', '37']);
    expect(await ids('?source=shopify-dental')).toEqual([]);
  });

  it.each([
    ['the id of an event', '41'],
    ['a business key', `shopify/${SHOP}/order/82098291194615451041`],
    ['the id of the order in the shop', '82098291194615451041'],
  ])('finds an event by %s', async (_, text) => expect(await ids(`?text=${encodeURIComponent(text)}`)).toEqual(['41']));

  it('finds an event by the number of its order, with and without the sign', async () => {
    for (const text of ['1036', '#1036']) expect(await ids(`?text=${encodeURIComponent(text)}`)).toEqual(['36']);
  });

  it('replays a group, and names the events that were refused', async () => {
    const event = hub.inbox.events.get('39');
    if (event === undefined) throw new Error('no event 39');
    const { groups } = (await client.get('/desk/api/now')).json<{
      groups: { kind: string; count: number; group?: string; code?: string }[];
    }>();
    const group = groups.find(({ code }) => code === 'unknown-sku');
    expect(group).toMatchObject({ kind: 'event', count: 4 });
    const replay = hub.inbox.replay.bind(hub.inbox);
    hub.inbox.replay = async (id, reason, actor) => {
      if (id === '39') hub.inbox.events.set('39', { ...event, code: 'old-version' });
      return await replay(id, reason, actor);
    };
    const answer = await client.send('POST', '/desk/api/events/replay-group', {
      group: group?.group,
      reason: 'the products exist now',
    });
    expect(answer.json()).toMatchObject({ replayed: 3, refused: [{ id: '39' }], more: false });
    expect(hub.inbox.events.get('41')?.state).toBe('parked');
  });

  it.each(['', '  ', 'x'])('refuses to act without a reason (%j)', async (reason) => {
    expect((await client.send('POST', '/desk/api/events/41/replay', { reason })).statusCode).toBe(400);
    expect(hub.inbox.events.get('41')?.state).toBe('parked');
  });

  it('refuses a corrected payload that is not JSON', async () => {
    const answer = await client.send('POST', '/desk/api/events/41/fix', { body: '{"a":', reason: 'a reason' });
    expect(answer.json()).toMatchObject({ status: 400, pointer: '/body' });
  });

  it('says that an event is not there, and that another person was faster', async () => {
    expect((await client.get('/desk/api/events/4100')).statusCode).toBe(404);
    expect((await client.get('/desk/api/events/%3Cscript%3E')).body).not.toContain('script');
    await client.send('POST', '/desk/api/events/41/resolve', { reason: 'entered by hand' });
    expect((await client.send('POST', '/desk/api/events/41/resolve', { reason: 'entered by hand' })).statusCode).toBe(409);
  });

  it('changes the version of a mapping in both directions', async () => {
    const back = await client.send('POST', '/desk/api/mappings/rollback', { id: 'acme/order.in' });
    expect(back.json()).toMatchObject({ version: '1.1.0', active: true });
    const forth = await client.send('POST', '/desk/api/mappings/activate', { id: 'acme/order.in', version: '1.2.0' });
    expect(forth.json()).toMatchObject({ version: '1.2.0', active: true });
  });

  it('audits a verification and an export', async () => {
    expect((await client.send('POST', '/desk/api/audit/verify')).json()).toMatchObject({ intact: true });
    const file = await client.get('/desk/api/audit/export');
    expect(file.headers['content-disposition']).toBe('attachment; filename="medsupply-audit-2026-11-22.jsonl"');
    expect(hub.audit.entries.slice(-2).map(({ type }) => type)).toEqual(['audit.verified', 'audit.exported']);
  });

  it('answers nothing that a cache may keep', async () => {
    expect((await client.get('/desk/api/now')).headers['cache-control']).toBe('no-store');
  });
});

describe('the page of the Desk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'medsupply-desk-page-'));
  let hub: FakeHub;

  beforeAll(async () => {
    execFileSync(process.execPath, [join(__dirname, '../../src/desk/build.mjs'), folder]);
    hub = await fakeHub({ assetsFolder: folder });
  });
  afterAll(async () => {
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is served with a policy that forbids inline scripts, styles and foreign sources', async () => {
    const answer = await hub.app.inject('/desk/');
    expect(answer.statusCode).toBe(200);
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(answer.body).not.toMatch(/<script>|<style|style=|onload=/);
  });

  it('names only files that are there, and is sent again only when it has changed', async () => {
    const { body } = await hub.app.inject('/desk/');
    const files = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(files.sort()).toEqual(['desk.css', 'desk.js', 'icon.svg']);
    for (const file of files) {
      const first = await hub.app.inject(`/desk/${file}`);
      expect([file, first.statusCode]).toEqual([file, 200]);
      const again = await hub.app.inject({ url: `/desk/${file}`, headers: { 'if-none-match': String(first.headers['etag']) } });
      expect([file, again.statusCode]).toEqual([file, 304]);
    }
  });

  it.each(['/desk/../package.json', '/desk/%2e%2e%2fpackage.json', '/desk/..%5c..%5cx', '/desk/nothing.js'])(
    'answers 404 to %s',
    async (url) => {
      expect((await hub.app.inject(url)).statusCode).toBe(404);
    },
  );

  it('is small', async () => {
    expect((await hub.app.inject('/desk/desk.js')).rawPayload.length).toBeLessThan(160_000);
  });
});
