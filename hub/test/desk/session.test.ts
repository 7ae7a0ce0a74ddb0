import { type FakeClock, fakeHub, type FakeHub } from '../support/fakeHub';
import { DeskClient } from './client';

const PASSWORD = 'a quiet harbour at noon';
const MINUTE_MS = 60_000;

describe('signing in to the Desk', () => {
  let hub: FakeHub;
  let client: DeskClient;

  beforeEach(async () => {
    hub = await fakeHub();
    client = new DeskClient(hub.app);
    await hub.person('olga', 'operator', PASSWORD);
  });
  afterEach(async () => await hub.close());

  const types = () => hub.audit.entries.map(({ type }) => type);

  it('opens a session whose cookie no script and no other site can use', async () => {
    const answer = await client.signIn('Olga', PASSWORD);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['set-cookie']).toMatch(
      /^medsupply_desk=[\w-]{43}; Max-Age=43200; Path=\/desk; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.json()).toMatchObject({ name: 'olga', role: 'operator', mustChangePassword: false });
    expect(types()).toContain('person.signedIn');
  });

  it('sends the cookie on https only where the Desk is reached by https', async () => {
    Object.assign(hub.parts, { isHttps: true });
    expect((await client.signIn('olga', PASSWORD)).headers['set-cookie']).toContain('; Secure');
  });

  it('keeps neither the session id nor the password in the store', async () => {
    await client.signIn('olga', PASSWORD);
    const rows = await hub.parts.database.read(async (transaction) => [
      ...(await transaction.all('SELECT * FROM people')),
      ...(await transaction.all('SELECT * FROM people_sessions')),
      ...(await transaction.all('SELECT * FROM people_sign_in_failures')),
    ]);
    const text = JSON.stringify(rows);
    expect(rows).not.toHaveLength(0);
    expect(text).not.toContain(client.cookie.split('=')[1]);
    expect(text).not.toContain(PASSWORD);
  });

  it('answers a wrong password and an unknown name with the same words', async () => {
    const [wrong, unknown] = [await client.signIn('olga', 'not the password'), await client.signIn('nobody', 'not the password')];
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
    expect(unknown.json()).toEqual(wrong.json());
  });

  it('audits refused sign-ins, without a name that nobody has', async () => {
    await client.signIn('olga', 'not the password');
    await client.signIn('hunter2-typed-into-the-wrong-field', 'x');
    const refusals = hub.audit.entries.filter(({ type }) => type === 'access.refused');
    expect(refusals.map(({ object, body }) => [object.id, body.reason])).toEqual([
      ['olga', 'wrong-password'],
      ['unknown', 'unknown-name'],
    ]);
    expect(JSON.stringify(hub.audit.entries)).not.toContain('hunter2');
  });

  it('stops guessing after five wrong passwords, also for the right one, until a quarter of an hour has passed', async () => {
    for (let attempt = 0; attempt < 5; attempt++) expect((await client.signIn('olga', `guess ${attempt}`)).statusCode).toBe(401);
    const limited = await client.signIn('olga', PASSWORD);
    expect(limited.statusCode).toBe(429);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    (hub.clock as FakeClock).pass(15 * MINUTE_MS);
    expect((await client.signIn('olga', PASSWORD)).statusCode).toBe(200);
  });

  it('counts attempts that arrive at once before it checks any of them', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, guess) => (await client.signIn('olga', `guess ${guess}`)).statusCode),
    );
    expect(answers.filter((status) => status === 401)).toHaveLength(5);
    expect(answers.filter((status) => status === 429)).toHaveLength(15);
    expect(types().filter((type) => type === 'access.refused')).toHaveLength(6);
  });

  it('limits unknown names in the same way', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 6; attempt++) statuses.push((await client.signIn('nobody', 'x')).statusCode);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('ends a session after half an hour without a request', async () => {
    await client.signIn('olga', PASSWORD);
    (hub.clock as FakeClock).pass(29 * MINUTE_MS);
    expect((await client.get('/desk/api/session')).statusCode).toBe(200);
    (hub.clock as FakeClock).pass(30 * MINUTE_MS);
    expect((await client.get('/desk/api/session')).statusCode).toBe(401);
  });

  it('is not kept open by what the page asks for by itself', async () => {
    await client.signIn('olga', PASSWORD);
    for (let minute = 0; minute < 29; minute++) {
      (hub.clock as FakeClock).pass(MINUTE_MS);
      expect((await client.get('/desk/api/now', { 'x-desk-background': '1' })).statusCode).toBe(200);
    }
    (hub.clock as FakeClock).pass(MINUTE_MS);
    expect((await client.get('/desk/api/now', { 'x-desk-background': '1' })).statusCode).toBe(401);
  });

  it('ends a session after twelve hours, however busy', async () => {
    await client.signIn('olga', PASSWORD);
    for (let step = 0; step < 12 * 3 - 1; step++) {
      (hub.clock as FakeClock).pass(20 * MINUTE_MS);
      expect((await client.get('/desk/api/session')).statusCode).toBe(200);
    }
    (hub.clock as FakeClock).pass(20 * MINUTE_MS);
    expect((await client.get('/desk/api/session')).statusCode).toBe(401);
  });

  it('refuses the cookie after signing out', async () => {
    await client.signIn('olga', PASSWORD);
    const { cookie } = client;
    expect((await client.send('DELETE', '/desk/api/session')).statusCode).toBe(204);
    client.cookie = cookie;
    expect((await client.get('/desk/api/session')).statusCode).toBe(401);
    expect(types()).toContain('person.signedOut');
  });

  it('does not let whoever finds an open page guess the current password', async () => {
    await client.signIn('olga', PASSWORD);
    const change = async (current: string) =>
      (await client.send('POST', '/desk/api/session/password', { current, next: 'six brown pigeons at sea' })).statusCode;
    for (let attempt = 0; attempt < 5; attempt++) expect(await change(`guess ${attempt}`)).toBe(403);
    expect(await change(PASSWORD)).toBe(429);
  });

  it('ends the other sessions of a person who changes the password', async () => {
    const other = new DeskClient(hub.app);
    await other.signIn('olga', PASSWORD);
    await client.signIn('olga', PASSWORD);
    const answer = await client.send('POST', '/desk/api/session/password', {
      current: PASSWORD,
      next: 'six brown pigeons at sea',
    });
    expect(answer.statusCode).toBe(200);
    expect((await other.get('/desk/api/session')).statusCode).toBe(401);
    expect((await client.get('/desk/api/session')).statusCode).toBe(200);
  });

  describe('requests that change something', () => {
    const replay = async (headers: Readonly<Record<string, string | undefined>>) =>
      await client.send('POST', '/desk/api/events/41/replay', { reason: 'terms were set' }, headers);

    beforeEach(async () => void (await client.signIn('olga', PASSWORD)));

    it.each([
      ['without the token', { 'x-desk-token': undefined }, 'bad-desk-token'],
      ['with another token', { 'x-desk-token': 'x'.repeat(43) }, 'bad-desk-token'],
      ['without an origin', { origin: undefined }, 'foreign-origin'],
      ['from another origin', { origin: 'https://evil.example' }, 'foreign-origin'],
      ['from a page without an origin', { origin: 'null' }, 'foreign-origin'],
    ])('are refused %s', async (_, headers, code) => {
      const answer = await replay(headers);
      expect(answer.statusCode).toBe(403);
      expect(answer.json<{ type: string }>().type).toMatch(new RegExp(`/${code}$`));
      expect(hub.inbox.events.get('41')?.state).toBe('parked');
    });

    it('are taken with token and origin', async () => {
      expect((await replay({})).statusCode).toBe(200);
    });

    it('are refused with the token of another session', async () => {
      const other = new DeskClient(hub.app);
      await other.signIn('olga', PASSWORD);
      expect((await replay({ 'x-desk-token': other.token })).statusCode).toBe(403);
    });

    it('include signing in: another site cannot sign a person in as somebody else', async () => {
      expect((await client.signIn('olga', PASSWORD, { origin: 'https://evil.example' })).statusCode).toBe(403);
    });
  });

  describe('a one-time password', () => {
    const nextPassword = 'six brown pigeons at sea';
    let oneTime: string;

    beforeEach(async () => {
      oneTime = (await hub.parts.people.add('nina', 'admin', { kind: 'hub', id: 'test' })).oneTimePassword;
    });

    it('opens nothing but the change of the password', async () => {
      expect((await client.signIn('nina', oneTime)).json()).toMatchObject({ mustChangePassword: true, rights: [] });
      for (const url of ['/desk/api/now', '/desk/api/people', '/desk/api/events']) {
        const answer = await client.get(url);
        expect([url, answer.statusCode, answer.json<{ type: string }>().type.split('/').pop()]).toEqual([
          url,
          403,
          'password-change-required',
        ]);
      }
      const changed = await client.send('POST', '/desk/api/session/password', { current: oneTime, next: nextPassword });
      expect(changed.json()).toMatchObject({ mustChangePassword: false });
      client.token = changed.json<{ token: string }>().token;
      expect((await client.get('/desk/api/people')).statusCode).toBe(200);
      expect((await client.signIn('nina', oneTime)).statusCode).toBe(401);
    });

    it('is worth nothing after a week', async () => {
      (hub.clock as FakeClock).pass(7 * 24 * 60 * MINUTE_MS);
      expect((await client.signIn('nina', oneTime)).statusCode).toBe(401);
    });

    it.each([
      ['short', 'too short', 'password-short'],
      ['containing the name', 'nina likes pigeons', 'password-name'],
      ['of few characters', 'aaaaaaaaaaaaaaaa', 'password-simple'],
    ])('is not exchanged for one that is %s', async (_, next, code) => {
      await client.signIn('nina', oneTime);
      const answer = await client.send('POST', '/desk/api/session/password', { current: oneTime, next });
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ type: expect.stringMatching(new RegExp(`/${code}$`)), pointer: '/next' });
      expect(answer.body).not.toContain(next);
    });
  });
});
