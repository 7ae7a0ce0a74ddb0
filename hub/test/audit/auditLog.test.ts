import { AuditLog } from '../../src/audit';
import { describeStores } from '../support/databases';
import { verifyNaively } from '../../../test/core/audit/support/naiveVerifier';
import { append, entry, exportText, openLog, TestClock, verifyText } from './support/surroundings';

describeStores('the audit log', (open, store) => {
  test('rows are numbered 1, 2, 3 and follow each other', async () => {
    const log = await openLog(await open());
    await append(log, { n: 1 });
    await append(log, { n: 2 });
    const rows = await log.audit.list({ limit: 10 });
    expect(rows.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'audit.keyIntroduced'],
      [2, 'effect.done'],
      [3, 'effect.done'],
    ]);
    expect(rows[2]?.prevHash).toBe(rows[1]?.hash);
    expect(rows[1]).toMatchObject({
      actorKind: 'key',
      actorId: 'n8n',
      actorVia: 'workflow 1',
      objectVersion: null,
      body: { n: 1 },
    });
    expect(rows[1]?.tsWall).toBe('2026-11-22T10:00:00.000Z');
  });

  test('an export verifies, in both implementations, at every size around the powers of two', async () => {
    const log = await openLog(await open());
    for (const wanted of [2, 3, 4, 5, 8, 9, 16, 17]) {
      while (((await log.audit.list({ limit: 1000 })).at(-1)?.seq ?? 0) < wanted) await append(log, { wanted });
      const text = await exportText(log);
      expect(verifyText(text, log)).toMatchObject({ ok: true, anomalyCount: 0 });
      expect(verifyNaively(text, log.key.publicKey)).toEqual({ ok: true });
    }
  });

  test('what its work takes back is not in the log, and leaves no gap', async () => {
    const log = await openLog(await open());
    const { database, audit } = log;
    const works = Array.from({ length: 12 }, (_, n) =>
      database
        .write(async (transaction) => {
          await audit.append(transaction, entry({ n }));
          if (n % 3 === 0) throw new Error('taken back');
          await audit.append(transaction, entry({ n, second: true }));
        })
        .then(
          () => true,
          () => false,
        ),
    );
    expect((await Promise.all(works)).filter(Boolean)).toHaveLength(8);
    const rows = await audit.list({ limit: 100 });
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 17 }, (_, place) => place + 1));
    expect(rows.filter(({ body }) => Number(body['n']) % 3 === 0)).toEqual([]);
    expect(verifyText(await exportText(log), log)).toMatchObject({ ok: true });
  });

  test('fifty writers at once lose no row and double no number', async () => {
    const log = await openLog(await open());
    const seqs = await Promise.all(Array.from({ length: 50 }, (_, n) => append(log, { n })));
    expect([...seqs].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, place) => place + 2));
    const bodies = (await log.audit.list({ limit: 100 })).slice(1).map(({ body }) => body['n'] as number);
    expect([...bodies].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(verifyText(await exportText(log), log)).toMatchObject({ ok: true });
  });

  (store.kind === 'postgres' ? test : test.skip)('two replicas at once lose no row and double no number', async () => {
    const first = await openLog(await open());
    const other = store.again();
    const second = new AuditLog({ database: other, clock: new TestClock() });
    const seqs = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => await append(n % 2 === 0 ? first : { database: other, audit: second }, { n })),
    );
    expect(new Set(seqs).size).toBe(60);
    expect(Math.max(...seqs)).toBe(61);
    expect(verifyText(await exportText(first), first)).toMatchObject({ ok: true });
  });

  test('rows and checkpoints can be neither changed nor deleted through the store', async () => {
    const log = await openLog(await open());
    await append(log);
    await log.checkpoints.make('request');
    for (const sql of [
      "UPDATE audit_log SET body = '{}' WHERE seq = 2",
      'UPDATE audit_log SET seq = 9 WHERE seq = 2',
      'DELETE FROM audit_log WHERE seq = 2',
      'DELETE FROM audit_log',
      "UPDATE audit_checkpoints SET note = 'x'",
      'DELETE FROM audit_checkpoints',
    ]) {
      await expect(log.database.write(async (transaction) => await transaction.run(sql))).rejects.toThrow('append-only');
    }
    expect(verifyText(await exportText(log), log)).toMatchObject({ ok: true });
  });

  test('a clock that goes back an hour is accepted and listed', async () => {
    const log = await openLog(await open());
    log.clock.advance(-3_600_000);
    await append(log);
    expect(verifyText(await exportText(log), log)).toMatchObject({
      ok: true,
      anomalies: [{ seq: 2, kind: 'clock-backwards', byMs: 3_600_000 }],
    });
  });

  test('rows about one object are found', async () => {
    const log = await openLog(await open());
    await append(log, { n: 1 });
    await append(log, { n: 2 }, { object: { kind: 'order', id: 'b/2', version: 'v1' } });
    const rows = await log.audit.list({ limit: 10, object: { kind: 'order', id: 'b/2' } });
    expect(rows).toMatchObject([{ seq: 3, objectVersion: 'v1', body: { n: 2 } }]);
    expect(await log.audit.list({ limit: 10, after: 2 })).toHaveLength(1);
  });

  describe('personal values', () => {
    const personal = { name: 'Zhang San', phone: '+86 138 0000 0000' };

    test('lie outside of the chain and are sealed, salt and all', async () => {
      const log = await openLog(await open());
      const seq = await append(log, { n: 1 }, { personal });
      const text = await exportText(log);
      expect(text).not.toContain('Zhang');
      expect(text).not.toContain('0000 0000');
      expect(verifyText(text, log)).toMatchObject({ ok: true });
      const rows = await log.database.read(
        async (transaction) => await transaction.all<{ sealed: Uint8Array }>('SELECT sealed FROM audit_personal'),
      );
      for (const { sealed } of rows) expect(Buffer.from(sealed).toString('latin1')).not.toContain('Zhang');
      expect(await log.audit.personal(seq, { kind: 'person', id: 'ada' })).toEqual(personal);
      expect((await log.audit.list({ limit: 10 })).at(-1)).toMatchObject({
        type: 'audit.personalRead',
        body: { fields: ['name', 'phone'] },
      });
    });

    test('of two rows with one value have different hashes', async () => {
      const log = await openLog(await open());
      await append(log, {}, { personal });
      await append(log, {}, { personal });
      const hashes = (await log.audit.list({ limit: 10 })).slice(1).map((row) => row.personal['name']);
      expect(new Set(hashes).size).toBe(2);
    });

    test('erased, the chain stays whole and says so', async () => {
      const log = await openLog(await open());
      const seq = await append(log, {}, { personal });
      await append(log, {}, { personal, object: { kind: 'order', id: 'b/2' } });
      const actor = { kind: 'person', id: 'ada' } as const;
      expect(await log.audit.erase({ seq }, actor)).toBe(2);
      expect(await log.audit.personal(seq, actor)).toEqual({});
      expect(await log.audit.erase({ kind: 'order', id: 'b/2' }, actor)).toBe(2);
      expect(await log.audit.erase({ seq }, actor)).toBe(0);
      const left = await log.database.read(async (transaction) => await transaction.all('SELECT * FROM audit_personal'));
      expect(left).toEqual([]);
      expect(verifyText(await exportText(log), log)).toMatchObject({ ok: true });
      const types = (await log.audit.list({ limit: 20 })).map(({ type }) => type);
      expect(types.filter((type) => type === 'audit.personalErased')).toHaveLength(2);
    });

    test('are refused without a key to seal them', async () => {
      const log = await openLog(await open());
      const audit = new AuditLog({ database: log.database, clock: log.clock });
      await expect(append({ ...log, audit }, {}, { personal })).rejects.toThrow('no key for personal values');
    });

    test('do not open in another row', async () => {
      const log = await openLog(await open());
      const seq = await append(log, {}, { personal: { name: 'Zhang San' } });
      await append(log, {}, { personal: { name: 'Li Si' } });
      await log.database.write(async (transaction) => {
        const other = await transaction.get<{ sealed: Uint8Array }>('SELECT sealed FROM audit_personal WHERE seq = ?', [seq + 1]);
        await transaction.run('UPDATE audit_personal SET sealed = ? WHERE seq = ?', [other?.sealed ?? null, seq]);
      });
      await expect(log.audit.personal(seq, { kind: 'person', id: 'ada' })).rejects.toThrow();
    });
  });

  test.each([
    ['a number that is not exact', { n: 2 ** 60 }, {}],
    ['half a character', { text: '\ud800' }, {}],
    ['half a character in an id', {}, { object: { kind: 'order', id: '\ud800' } }],
    ['a type of another form', {}, { type: 'Something happened' }],
    ['a body of 70,000 characters', { text: 'x'.repeat(70_000) }, {}],
    ['an id of 2,000 characters', {}, { object: { kind: 'order', id: 'x'.repeat(2_000) } }],
  ])('%s is refused and leaves no row', async (_what, body, more) => {
    const log = await openLog(await open());
    await expect(append(log, body, more)).rejects.toThrow();
    expect(await log.audit.list({ limit: 10 })).toHaveLength(1);
  });

  test('what looks like a secret is taken out before it is hashed', async () => {
    const log = await openLog(await open());
    const secrets = [
      'msk_abc_0123456789abcdef',
      'shpat_0123456789abcdef0123',
      'Bearer eyJhbGciOi.x.y',
      'postgres://hub:hunter22@db/hub',
    ];
    await append(log, { secrets });
    const [, row] = await log.audit.list({ limit: 10 });
    expect(row?.body).toEqual({ secrets: ['[removed]', '[removed]', '[removed]', 'postgres://hub:[removed]@db/hub'] });
    expect(verifyText(await exportText(log), log)).toMatchObject({ ok: true });
  });

  test('300 rows with kept subtrees still give the root of all their leaves', async () => {
    const log = await openLog(await open());
    await Promise.all(Array.from({ length: 530 }, async (_, n) => await append(log, { n })));
    const kept = await log.database.read(
      async (transaction) =>
        await transaction.all<{ level: number; place: number }>('SELECT level, place FROM audit_nodes ORDER BY level, place'),
    );
    expect(kept.map(({ level, place }) => [level, place])).toEqual([
      [8, 0],
      [8, 1],
      [9, 0],
    ]);
    const text = await exportText(log);
    expect(verifyText(text, log)).toMatchObject({ ok: true });
    expect(verifyNaively(text, log.key.publicKey)).toEqual({ ok: true });
    const part = await exportText(log, { from: 300, to: 400 });
    expect(verifyText(part, log)).toMatchObject({ ok: true, rows: 101, from: 300, to: 400 });
  });
});
