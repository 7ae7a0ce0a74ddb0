import { deskApi } from '../../src/desk/api';
import { RIGHTS, type Right } from '../../src/desk/rights';
import { ROLES, type Role } from '../../src/people';
import { fakeHub, type FakeHub } from '../support/fakeHub';
import { BUYER } from '../support/fakeSeed';
import { DeskClient } from './client';

const PASSWORD = 'a quiet harbour at noon';

describe('roles at the Desk', () => {
  let hub: FakeHub;
  const clients = new Map<Role, DeskClient>();

  beforeAll(async () => {
    hub = await fakeHub();
    for (const role of ROLES) {
      await hub.person(`test-${role.toLowerCase()}`, role, PASSWORD);
      const client = new DeskClient(hub.app);
      await client.signIn(`test-${role}`, PASSWORD);
      clients.set(role, client);
    }
  });
  afterAll(async () => await hub.close());

  const as = (role: Role): DeskClient => clients.get(role) ?? new DeskClient(hub.app);

  it.each(deskApi.filter(({ guard }) => guard !== 'anybody').map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s is refused to whoever is not signed in',
    async (_, { method, path }) => {
      const url = `/desk/api${path.replaceAll(/:\w+/g, '1')}`;
      const stranger = new DeskClient(hub.app);
      const answer = method === 'GET' ? await stranger.get(url) : await stranger.send(method, url);
      expect([answer.statusCode, answer.json<{ type: string }>().type]).toEqual([
        401,
        'https://medsupply.dev/problems/signed-out',
      ]);
    },
  );

  const guarded = deskApi.filter(({ guard }) => guard in RIGHTS);
  const refused = guarded.flatMap((route) =>
    ROLES.filter((role) => !RIGHTS[route.guard as Right].includes(role)).map(
      (role) => [role, `${route.method} ${route.path}`, route] as const,
    ),
  );

  it.each(refused)('%s may not call %s, and the refusal is audited', async (role, _, { method, path, guard }) => {
    const url = `/desk/api${path.replaceAll(/:\w+/g, '1')}`;
    const before = hub.audit.entries.length;
    const answer = method === 'GET' ? await as(role).get(url) : await as(role).send(method, url);
    expect([answer.statusCode, answer.json<{ right: string }>().right]).toEqual([403, guard]);
    expect(hub.audit.entries.slice(before)).toMatchObject([
      { type: 'access.refused', actor: `person:test-${role.toLowerCase()}`, body: { right: guard } },
    ]);
  });

  it('gives somebody every right, and knows every guard', () => {
    expect(Object.values(RIGHTS).every((roles) => roles.includes('admin'))).toBe(true);
    expect(deskApi.map(({ guard }) => guard).filter((guard) => !(guard in RIGHTS) && guard !== 'signedIn')).toEqual(['anybody']);
  });

  describe('payloads', () => {
    const personal = [...Object.values(BUYER), 'Grace', 'Probe', 'Ring at the side door', 'Delft', '2611 XX'];
    const bodyAs = async (role: Role) =>
      (await as(role).get('/desk/api/events/41/body')).json<{ text: string; masked: boolean }>();

    it.each(['operator', 'admin'] as const)('are shown whole to the %s', async (role) => {
      const { text, masked } = await bodyAs(role);
      expect(masked).toBe(false);
      expect(text).toContain(BUYER.mail);
    });

    it.each(['auditor', 'recallOfficer'] as const)('hold no personal value for the %s', async (role) => {
      const { text, masked } = await bodyAs(role);
      expect(masked).toBe(true);
      for (const value of personal) expect(text).not.toContain(value);
      expect(JSON.parse(text)).toMatchObject({
        id: '82098291194615451041',
        order_number: 1041,
        line_items: [{ sku: 'IV-206', quantity: 2 }],
      });
    });

    it('show prices to the auditor and not to the recall officer', async () => {
      expect((await bodyAs('auditor')).text).toContain('239.80');
      const { text } = await bodyAs('recallOfficer');
      expect(text).not.toContain('239.80');
      expect(text).not.toContain('119.90');
    });

    it('that are not JSON are not shown to whoever may not see personal fields', async () => {
      hub.inbox.bodies.set('40', `<order><mail>${BUYER.mail}</mail></order>`);
      const answer = await as('auditor').get('/desk/api/events/40/body');
      expect(answer.statusCode).toBe(422);
      expect(answer.body).not.toContain(BUYER.mail);
    });

    it('are audited each time they are read', async () => {
      await bodyAs('auditor');
      expect(hub.audit.entries.at(-1)).toMatchObject({ type: 'event.bodyRead', actor: 'person:test-auditor' });
    });

    it('never reach an auditor by any page', async () => {
      const pages = [
        'now',
        'events',
        'events/41',
        'effects',
        'audit',
        'sources',
        'mappings',
        'chain/find?text=1036',
        'audit/export',
      ];
      for (const page of pages) {
        const answer = await as('auditor').get(`/desk/api/${page}`);
        expect([page, answer.statusCode]).toEqual([page, 200]);
        for (const value of personal) expect([page, answer.body.includes(value)]).toEqual([page, false]);
      }
    });
  });

  it('show the unguessable part of intake addresses to administrators only', async () => {
    const addressAs = async (role: Role) =>
      (await as(role).get('/desk/api/sources')).json<{ sources: { intakeUrl: string }[] }>().sources[0]?.intakeUrl;
    expect(await addressAs('operator')).toBe('https://hub.example.com/intake/…');
    expect(await addressAs('admin')).toMatch(/intake\/\w{10}/);
  });

  it('take effect at once: a changed role ends the sessions of the person', async () => {
    await hub.person('moved', 'admin', PASSWORD);
    const client = new DeskClient(hub.app);
    await client.signIn('moved', PASSWORD);
    expect((await as('admin').send('POST', '/desk/api/people/moved/role', { role: 'auditor' })).statusCode).toBe(200);
    expect((await client.get('/desk/api/people')).statusCode).toBe(401);
    await client.signIn('moved', PASSWORD);
    expect((await client.get('/desk/api/people')).statusCode).toBe(403);
    expect(hub.audit.entries.find(({ type }) => type === 'person.roleChanged')).toMatchObject({
      body: { role: 'auditor', roleBefore: 'admin' },
    });
  });
});
