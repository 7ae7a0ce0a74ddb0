import { ManualClock } from '../../src/clock';
import { startTrytonSimulator, type TrytonSimulator } from '../../src/tryton';
import { TestClient } from './client';

const clock = new ManualClock('2026-11-22T10:00:00Z');
let simulator: TrytonSimulator;
let client: TestClient;

beforeEach(async () => {
  simulator = await startTrytonSimulator({ clock, sessionTimeoutMs: 60_000 });
  client = await TestClient.login(simulator);
});

afterEach(() => simulator.close());

test('a session ends when it was idle longer than its time-out', async () => {
  await clock.advance(61_000);
  const { status, text } = await client.call('party.party.search', []);
  expect(status).toBe(401);
  expect(text).toBe('');
});

test('a session that is used stays open', async () => {
  for (let i = 0; i < 3; i++) {
    await clock.advance(50_000);
    expect((await client.call('party.party.search', [])).status).toBe(200);
  }
});

test('all sessions can be ended at once, and a new login works', async () => {
  simulator.expireSessions();
  expect((await client.call('party.party.search', [])).status).toBe(401);
  const again = await TestClient.login(simulator);
  expect((await again.call('party.party.search', [])).status).toBe(200);
});

test('after more than five failed logins even the right password is refused with 429, until the attempts are old', async () => {
  const anonymous = new TestClient(simulator);
  const login = (password: string) => anonymous.rpc('common.db.login', ['connector', { password }, 'en']);
  for (let i = 0; i < 6; i++) expect((await login('wrong')).status).toBe(401);
  expect((await login('Conn3ctor-2026!')).status).toBe(429);
  await clock.advance(61_000);
  expect((await login('Conn3ctor-2026!')).status).toBe(200);
});
