import { randomBytes } from 'node:crypto';
import { addUser, DEFAULT_COST, Passwords, People, resetUser } from '../../src/people';
import { FakeAudit } from '../support/fakeParts';
import { FakeClock } from '../support/fakeHub';
import { describeStores } from '../support/databases';

const CHEAP = { logN: 4, r: 1, p: 1 };
const BY = { kind: 'person', id: 'ada', via: 'desk' } as const;

/** Counts how much work a check makes: the time an answer takes follows from it. */
class CountingPasswords extends Passwords {
  readonly costs: string[] = [];

  override async verify(password: string, stored: string): Promise<boolean> {
    this.costs.push(stored.split('$').slice(0, 4).join('$'));
    return await super.verify(password, stored);
  }
}

describeStores('people', (open) => {
  async function build(cost = CHEAP) {
    const database = await open();
    const clock = new FakeClock();
    const audit = new FakeAudit(() => clock.now());
    const passwords = new CountingPasswords(randomBytes, cost);
    return { database, clock, audit, passwords, people: new People({ database, clock, audit, passwords }) };
  }

  it('makes the same hash computation for an unknown name as for a known one', async () => {
    const { people, passwords } = await build();
    await people.add('olga', 'operator', BY);
    for (const name of ['olga', 'nobody']) await people.signIn(name, 'x', '127.0.0.1').catch(() => undefined);
    expect(passwords.costs).toEqual(['scrypt$4$1$1', 'scrypt$4$1$1']);
  });

  it('takes about as long for an unknown name as for a wrong password, at the real cost', async () => {
    const { people } = await build(DEFAULT_COST);
    await people.add('olga', 'operator', BY);
    const timed = async (name: string) => {
      const startedAt = performance.now();
      await people.signIn(name, 'x', name).catch(() => undefined);
      return performance.now() - startedAt;
    };
    await timed('warm-up');
    const [known, unknown] = [await timed('olga'), await timed('nobody')];
    expect(unknown / known).toBeGreaterThan(0.4);
    expect(unknown / known).toBeLessThan(2.5);
  });

  it('gives a hash of an older cost the new cost at the next sign-in', async () => {
    const { people, database, clock, audit } = await build({ logN: 3, r: 1, p: 1 });
    const { oneTimePassword } = await people.add('olga', 'operator', BY);
    const later = new People({ database, clock, audit, passwords: new Passwords(randomBytes, CHEAP) });
    await later.signIn('olga', oneTimePassword, '127.0.0.1');
    const row = await database.read(
      async (transaction) => await transaction.get<{ password: string }>('SELECT password FROM people'),
    );
    expect(row?.password).toMatch(/^scrypt\$4\$1\$1\$/);
    await later.signIn('olga', oneTimePassword, '127.0.0.1');
  });

  it('keeps the last administrator an administrator, also when two are changed at once', async () => {
    const { people } = await build();
    await people.add('ada', 'admin', BY);
    await people.add('bea', 'admin', BY);
    const results = await Promise.allSettled([people.setRole('ada', 'auditor', BY), people.setActive('bea', false, BY)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await people.list()).filter(({ role, active }) => role === 'admin' && active)).toHaveLength(1);
  });

  it('audits each change with who did it, without a password', async () => {
    const { people, audit } = await build();
    const { oneTimePassword } = await people.add('ada', 'admin', { kind: 'hub', id: 'command-line' });
    await people.add('olga', 'operator', BY);
    await people.setRole('olga', 'auditor', BY);
    await people.resetPassword('olga', BY);
    await people.setActive('olga', false, BY);
    expect(audit.entries.map(({ type, actor }) => [type, actor])).toEqual([
      ['person.added', 'hub:command-line'],
      ['person.added', 'person:ada'],
      ['person.roleChanged', 'person:ada'],
      ['person.passwordReset', 'person:ada'],
      ['person.deactivated', 'person:ada'],
    ]);
    expect(JSON.stringify(audit.entries)).not.toContain(oneTimePassword);
  });

  it('does not let a deactivated person sign in, with the words of a wrong password', async () => {
    const { people } = await build();
    await people.add('ada', 'admin', BY);
    const { oneTimePassword } = await people.add('olga', 'operator', BY);
    await people.setActive('olga', false, BY);
    await expect(people.signIn('olga', oneTimePassword, '127.0.0.1')).rejects.toMatchObject({
      status: 401,
      code: 'sign-in-refused',
    });
  });

  it('refuses a name twice, whatever its case, and names that are none', async () => {
    const { people } = await build();
    await people.add('olga', 'operator', BY);
    await expect(people.add(' OLGA ', 'operator', BY)).rejects.toMatchObject({ status: 409, code: 'name-taken' });
    for (const name of ['', 'o/lga', '<b>', '-x', 'x'.repeat(65)]) {
      await expect(people.add(name, 'operator', BY)).rejects.toMatchObject({ status: 400, code: 'bad-name' });
    }
  });

  it('makes the first account of the command line an administrator and asks for a role afterwards', async () => {
    const { database, clock, audit } = await build();
    const first = await addUser({ database, clock, audit }, { name: 'ada' });
    expect(first).toMatchObject({ name: 'ada', role: 'admin' });
    expect(first.oneTimePassword).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
    await expect(addUser({ database, clock, audit }, { name: 'bea' })).rejects.toMatchObject({ code: 'bad-role' });
    await expect(addUser({ database, clock, audit }, { name: 'bea', role: 'root' })).rejects.toMatchObject({ code: 'bad-role' });
    const again = await resetUser({ database, clock, audit }, 'ada');
    expect(again.oneTimePassword).not.toBe(first.oneTimePassword);
  });
});
