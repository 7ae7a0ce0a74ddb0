import { AccessKeys, PRESETS, SCOPES } from '../../src/access';
import type { Database, Transaction } from '../../src/store';
import { describeStores } from '../support/databases';
import { openAccess, someone } from './parts';

const HOUR_MS = 3_600_000;

/** Counts reads, and fails them on request. */
function watched(inner: Database) {
  const watch = { reads: 0, fails: false };
  const database: Database = {
    kind: inner.kind,
    write: async (work) => await inner.write(work),
    read: async (work: (transaction: Transaction) => Promise<never>) => {
      watch.reads += 1;
      if (watch.fails) throw new Error('away');
      return await inner.read(work);
    },
    close: async () => await inner.close(),
  };
  return { database, watch };
}

describeStores('API keys', (open, store) => {
  test('a new key has the documented form, opens, and is not in the store', async () => {
    const database = await open();
    const { access } = openAccess(database);
    const { key, text } = await access.create('n8n', ['events:read'], someone);
    expect(text).toMatch(/^msk_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/);
    expect(await access.check(text)).toMatchObject({ id: key.id, name: 'n8n', scopes: ['events:read'] });
    const rows = await database.read(async (transaction) => await transaction.all('SELECT * FROM api_keys'));
    const bytes = rows
      .flatMap((row) => Object.values(row))
      .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)));
    const secret = text.split('_').slice(2).join('_');
    expect(bytes.join('\n')).not.toContain(secret);
    expect(bytes.join('\n')).not.toContain(Buffer.from(secret, 'base64url').toString('latin1'));
  });

  test('neither a list nor a check answers with anything that helps to forge a key', async () => {
    const { access } = openAccess(await open());
    const { text } = await access.create('n8n', ['events:read'], someone);
    const [listed] = await access.list();
    const fields = ['id', 'name', 'scopes', 'createdAtMs', 'expiresAtMs', 'revokedAtMs', 'lastUsedAtMs'];
    expect(fields).toEqual(expect.arrayContaining(Object.keys(listed ?? {})));
    expect(fields).toEqual(expect.arrayContaining(Object.keys((await access.check(text)) ?? {})));
  });

  test.each([
    ['another secret', (text: string) => `${text.slice(0, -1)}${text.endsWith('A') ? 'E' : 'A'}`, 'unknown'],
    ['an unknown id', (text: string) => text.replace(/^msk_[0-9a-f]{16}/, 'msk_0000000000000000'), 'unknown'],
    ['a shorter secret', (text: string) => text.slice(0, -1), 'malformed'],
    ['another product', (text: string) => text.replace('msk_', 'sk_'), 'malformed'],
    ['nothing', () => '', 'malformed'],
  ])('%s does not open', async (_, change, reason) => {
    const { access, audit } = openAccess(await open());
    const { text } = await access.create('n8n', ['events:read'], someone);
    expect(await access.check(change(text))).toBeUndefined();
    await access.flush(true);
    expect(audit.of('access.refused').map(({ body }) => body.reason)).toEqual([reason]);
  });

  test('the all-zero hash that stands in for an unknown id opens nothing', async () => {
    const database = await open();
    const { access } = openAccess(database);
    const { key, text } = await access.create('n8n', ['events:read'], someone);
    await database.write(
      async (transaction) =>
        await transaction.run('UPDATE api_keys SET secret_hash = ? WHERE id = ?', [new Uint8Array(32), key.id]),
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(await access.check(text)).toBeUndefined();
  });

  test('after a rotation both secrets work until the grace is over, then only the new one', async () => {
    const { access, clock } = openAccess(await open());
    const { key, text } = await access.create('n8n', ['events:read'], someone);
    const rotated = await access.rotate(key.id, HOUR_MS, someone);
    expect(rotated.text).not.toBe(text);
    expect(await access.check(text)).toBeDefined();
    expect(await access.check(rotated.text)).toBeDefined();
    clock.pass(HOUR_MS);
    expect(await access.check(text)).toBeUndefined();
    expect(await access.check(rotated.text)).toBeDefined();
  });

  test('a rotation without grace ends the old secret at once', async () => {
    const { access } = openAccess(await open());
    const { key, text } = await access.create('n8n', ['events:read'], someone);
    await access.rotate(key.id, 0, someone);
    expect(await access.check(text)).toBeUndefined();
  });

  test('a key ends when it expires', async () => {
    const { access, clock, audit } = openAccess(await open());
    const { text } = await access.create('auditor', ['audit:read'], someone, clock.now() + HOUR_MS);
    expect(await access.check(text)).toBeDefined();
    clock.pass(HOUR_MS);
    expect(await access.check(text)).toBeUndefined();
    await access.flush(true);
    expect(audit.of('access.refused').map(({ body }) => body.reason)).toEqual(['expired']);
  });

  test('a revoked key is refused by another replica within a second', async () => {
    const database = await open();
    const one = openAccess(database);
    const other = openAccess(store.again(), one.clock);
    const { key, text } = await one.access.create('n8n', ['events:read'], someone);
    expect(await other.access.check(text)).toBeDefined();
    await one.access.revoke(key.id, someone);
    expect(await one.access.check(text)).toBeUndefined();
    one.clock.pass(1_000);
    expect(await other.access.check(text)).toBeUndefined();
  });

  test('an id that is unknown or revoked can be neither rotated nor revoked', async () => {
    const { access } = openAccess(await open());
    const { key } = await access.create('n8n', ['events:read'], someone);
    await access.revoke(key.id, someone);
    await expect(access.rotate(key.id, 0, someone)).rejects.toMatchObject({ status: 409, code: 'key-revoked' });
    await expect(access.revoke('0000000000000000', someone)).rejects.toMatchObject({ status: 404, code: 'unknown-key' });
  });

  test('making, rotating and revoking are in the audit log, without the key', async () => {
    const { access, audit } = openAccess(await open());
    const { key, text } = await access.create('n8n', ['events:read'], someone);
    const rotated = await access.rotate(key.id, 0, someone);
    await access.revoke(key.id, someone);
    expect(audit.entries.map(({ type, actor, object }) => [type, actor.id, object.id])).toEqual([
      ['key.created', 'wang', key.id],
      ['key.rotated', 'wang', key.id],
      ['key.revoked', 'wang', key.id],
    ]);
    const written = JSON.stringify(audit.entries);
    for (const secret of [text, rotated.text].map((one) => one.split('_').slice(2).join('_')))
      expect(written).not.toContain(secret);
  });

  test('the last use is noted when the keys are flushed', async () => {
    const { access, clock } = openAccess(await open());
    const { text } = await access.create('n8n', ['events:read'], someone);
    clock.pass(5_000);
    await access.check(text);
    expect((await access.list())[0]?.lastUsedAtMs).toBeUndefined();
    await access.flush();
    expect((await access.list())[0]?.lastUsedAtMs).toBe(clock.now());
  });

  test('a second of checks costs one query, also when many arrive at once', async () => {
    const { database, watch } = watched(await open());
    const { access, clock } = openAccess(database);
    const { text } = await access.create('n8n', ['events:read'], someone);
    await Promise.all(Array.from({ length: 20 }, async () => await access.check(text)));
    await access.check(text);
    expect(watch.reads).toBe(1);
    clock.pass(1_000);
    await access.check(text);
    expect(watch.reads).toBe(2);
  });

  test('a clock that is set back makes the cache stale instead of eternal', async () => {
    const { database, watch } = watched(await open());
    const { access, clock } = openAccess(database);
    const { text } = await access.create('n8n', ['events:read'], someone);
    await access.check(text);
    clock.pass(-60_000);
    await access.check(text);
    expect(watch.reads).toBe(2);
  });

  test('nobody gets in while the keys cannot be read', async () => {
    const { database, watch } = watched(await open());
    const { access, clock } = openAccess(database);
    const { text } = await access.create('n8n', ['events:read'], someone);
    await access.check(text);
    clock.pass(1_000);
    watch.fails = true;
    await expect(access.check(text)).rejects.toThrow('away');
  });
});

describeStores('Refusals in the audit log', (open) => {
  test('repeats of one refusal within a minute become one row with their count', async () => {
    const { access, audit, clock } = openAccess(await open());
    for (let i = 0; i < 50; i++) await access.check('msk_nobody');
    await access.flush();
    expect(audit.of('access.refused').map(({ body }) => body.count)).toEqual([1]);
    clock.pass(60_000);
    await access.flush();
    await access.flush();
    expect(audit.of('access.refused').map(({ body }) => body.count)).toEqual([1, 49]);
  });

  test('a flood from ever new addresses fills neither the disk nor the memory', async () => {
    const { access, audit } = openAccess(await open());
    for (let i = 0; i < 5_000; i++) await access.admit('msk_nobody', `198.51.100.${i}`);
    await access.flush(true);
    const counts = audit.of('access.refused').map(({ body }) => Number(body.count));
    expect(counts.length).toBeLessThan(210);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5_000);
  });

  test('the address is a personal value, and what a stranger made up is not kept', async () => {
    const { access, audit } = openAccess(await open());
    await access.admit('msk_ffffffffffffffff_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '198.51.100.7');
    await access.flush(true);
    const [entry] = audit.of('access.refused');
    expect(entry).toMatchObject({ object: { id: 'unknown' }, personal: { address: '198.51.100.7' } });
    expect(JSON.stringify(entry?.body)).not.toContain('198.51.100.7');
    expect(JSON.stringify(entry)).not.toContain('ffffffffffffffff');
  });

  test('a refusal that could not be written is told with the next row', async () => {
    const database = await open();
    const parts = openAccess(database);
    let fails = true;
    const broken: Database = {
      kind: database.kind,
      read: async (work) => await database.read(work),
      write: async (work) => {
        if (fails) throw new Error('disk full');
        return await database.write(work);
      },
      close: async () => undefined,
    };
    const access = new AccessKeys({
      database: broken,
      clock: parts.clock,
      audit: parts.audit,
      log: parts.log,
      meter: { count: () => undefined, observe: () => undefined },
    });
    await access.check('msk_nobody');
    await access.flush();
    expect(parts.audit.of('access.refused')).toEqual([]);
    fails = false;
    await access.flush(true);
    expect(parts.audit.of('access.refused').map(({ body }) => body.count)).toEqual([1]);
  });
});

test('the preset for n8n may not make keys, change mappings or read everybody’s metrics', () => {
  expect(PRESETS.n8n).not.toContain('keys:admin');
  expect(PRESETS.n8n).not.toContain('mappings:write');
  expect(PRESETS.admin.length).toBe(Object.keys(SCOPES).length);
});
