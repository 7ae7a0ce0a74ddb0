import { createHash } from 'node:crypto';
import { describeStores } from '../support/databases';
import { ACTOR, KEY, LEASE_MS, LedgerBench, PERSON, print, SETTLE_MS } from './support';

const ORDER = { system: 'shopify', tenant: 'shop', documentType: 'order', id: '42', number: '#1001' };
const SALE = { system: 'tryton', tenant: 'erp', documentType: 'sale', id: '7' };
const MAPPING = { id: 'shopify-order', version: '1.2.0', hash: print('f') };

describeStores('settling an effect', (open) => {
  it('audits what stands in the target, with mapping, result hash, fence, owner and links, in the same commit', async () => {
    const bench = new LedgerBench(await open());
    const token = await bench.token({ version: '1', owner: 'orders/17', event: { id: '5' }, mapping: MAPPING });
    const links = [{ from: ORDER, to: SALE, relation: 'becameOrder' }];
    expect(await bench.settle(token, 'done', { result: { number: 'SO1' }, links })).toBe('done');
    expect(bench.audit.entries).toEqual([
      {
        actor: ACTOR,
        type: 'effect.done',
        object: { kind: 'effect', id: KEY, version: '1' },
        body: {
          fingerprint: print('a'),
          fence: 1,
          attempts: 1,
          owner: 'orders/17',
          event: '5',
          resultHash: createHash('sha256').update('{"number":"SO1"}').digest('hex'),
          mapping: MAPPING,
          links: [{ from: 'shopify/shop/order/42', to: 'tryton/erp/sale/7', relation: 'becameOrder' }],
        },
      },
    ]);
    expect(await bench.ledger.get(KEY)).toMatchObject({
      state: 'done',
      result: { number: 'SO1' },
      mapping: MAPPING,
      version: '1',
    });
    expect((await bench.links.graph(SALE, 1)).documents).toEqual([SALE, ORDER]);
    expect(await bench.ledger.settledIn(bench.nowMs, bench.nowMs + 1)).toEqual({ done: 1, rejected: 0 });
  });

  it('keeps nothing when the audit log cannot take its entry', async () => {
    const bench = new LedgerBench(await open());
    const token = await bench.token();
    bench.audit.append = () => Promise.reject(new Error('audit'));
    await expect(bench.settle(token, 'done', { links: [{ from: ORDER, to: SALE, relation: 'becameOrder' }] })).rejects.toThrow(
      'audit',
    );
    expect(await bench.ledger.get(KEY)).toMatchObject({ state: 'claimed' });
    expect((await bench.links.graph(SALE, 1)).documents).toEqual([]);
  });

  it('answers the same when it is said twice, even after the next version was claimed', async () => {
    const bench = new LedgerBench(await open());
    const token = await bench.done({ version: '1' });
    expect(await bench.settle(token, 'done')).toBe('done');
    const newer = await bench.token({ version: '2', fingerprint: print('b') });
    expect(await bench.settle(token, 'done')).toBe('done');
    expect(await bench.settle(newer, 'done')).toBe('done');
    expect(bench.audit.types()).toEqual(['effect.done', 'effect.done']);
  });

  it('fences who comes back after somebody else has taken over: noted, and nothing changed', async () => {
    const bench = new LedgerBench(await open());
    const zombie = await bench.token();
    bench.nowMs += LEASE_MS + SETTLE_MS;
    const successor = await bench.token();
    const before = await bench.ledger.get(KEY);
    expect(
      await bench.settle(zombie, 'done', { result: 'zombie', links: [{ from: ORDER, to: SALE, relation: 'becameOrder' }] }),
    ).toBe('fenced');
    expect(await bench.ledger.get(KEY)).toEqual(before);
    expect((await bench.links.graph(SALE, 1)).documents).toEqual([]);
    expect(bench.audit.entries.at(-1)).toMatchObject({
      type: 'effect.fenced',
      body: { givenFence: 1, givenOutcome: 'done', fence: 2 },
    });
    expect(await bench.settle(successor, 'done', { result: 'successor' })).toBe('done');
    expect(await bench.claim()).toMatchObject({ decision: 'done', result: 'successor' });
  });

  it('fences another outcome than the one a token was settled with', async () => {
    const bench = new LedgerBench(await open());
    const token = await bench.done();
    expect([await bench.settle(token, 'rejected'), await bench.settle(token, 'unknown')]).toEqual(['fenced', 'fenced']);
    expect(await bench.ledger.get(KEY)).toMatchObject({ state: 'done' });
  });

  it('takes certain news after the lease has ended, or after “unknown”, as long as nobody has taken over', async () => {
    const bench = new LedgerBench(await open());
    const late = await bench.token();
    bench.nowMs += 10 * LEASE_MS;
    expect(await bench.settle(late, 'unknown', { reason: 'No answer' })).toBe('unknown');
    expect(await bench.ledger.get(KEY)).toMatchObject({
      state: 'unknown',
      notBeforeMs: bench.nowMs + SETTLE_MS,
      reason: 'No answer',
    });
    expect(await bench.settle(late, 'done', { result: 'seen' })).toBe('done');
    expect(await bench.claim()).toMatchObject({ decision: 'done', result: 'seen' });
  });

  it('hands nobody an unknown effect before the time that was named, and lets that time grow only', async () => {
    const bench = new LedgerBench(await open());
    const token = await bench.token();
    const notBeforeMs = bench.nowMs + 30_000;
    await bench.settle(token, 'unknown', { notBeforeMs });
    await bench.settle(token, 'unknown', { notBeforeMs: bench.nowMs });
    expect(await bench.claim()).toMatchObject({ decision: 'unknown', notBeforeMs });
    await bench.settle(token, 'unknown', { notBeforeMs: notBeforeMs + 1 });
    expect(await bench.claim()).toMatchObject({ decision: 'unknown', notBeforeMs: notBeforeMs + 1 });
    expect(bench.audit.types()).toEqual(['effect.unknown']);
  });

  it('answers “fenced” for a claim that the store does not know, as after restoring an old backup', async () => {
    const bench = new LedgerBench(await open());
    expect(await bench.settle('77.1.abcdefghijklmnop', 'done')).toBe('fenced');
    expect(bench.audit.entries).toMatchObject([{ type: 'effect.fenced', object: { kind: 'effect', id: 'unknown:77' } }]);
  });

  it('refuses a batch with something that is no token, or too large a result, and settles nothing of it', async () => {
    const bench = new LedgerBench(await open());
    const token = await bench.token();
    const settle = (second: object): Promise<unknown> =>
      bench.ledger.settle(
        [
          { token, outcome: 'done' },
          { token, outcome: 'done', ...second },
        ],
        ACTOR,
      );
    await expect(settle({ token: 'nonsense' })).rejects.toMatchObject({
      status: 400,
      members: { pointer: '/settlements/1/token' },
    });
    await expect(settle({ result: 'x'.repeat(65_535) })).rejects.toMatchObject({
      status: 413,
      members: { pointer: '/settlements/1/result' },
    });
    expect(await bench.ledger.get(KEY)).toMatchObject({ state: 'claimed' });
    expect(await bench.settle(token, 'done', { result: 'x'.repeat(65_534) })).toBe('done');
  });

  it('cannot be done with a guessed token', async () => {
    const bench = new LedgerBench(await open());
    const [seq, fence] = (await bench.token()).split('.');
    expect(await bench.settle(`${seq}.${fence}.AAAAAAAAAAAAAAAA`, 'done')).toBe('fenced');
    expect(await bench.ledger.get(KEY)).toMatchObject({ state: 'claimed' });
  });

  describe('by a person', () => {
    it('as done: later claims get it as done, the old caller is fenced, and the reason is kept where it can be erased', async () => {
      const bench = new LedgerBench(await open());
      const token = await bench.token({ version: '2' });
      await bench.settle(token, 'unknown');
      expect(await bench.ledger.resolve(KEY, 'done', 'Seen by Ms Li', PERSON)).toMatchObject({ state: 'resolved', version: '2' });
      expect((await bench.claim({ version: '2' })).decision).toBe('done');
      expect((await bench.claim({ version: '1' })).decision).toBe('superseded');
      expect(await bench.settle(token, 'done')).toBe('fenced');
      const entry = bench.audit.entries.find(({ type }) => type === 'effect.resolved');
      expect(entry).toMatchObject({
        actor: PERSON,
        body: { from: 'unknown', decided: 'done' },
        personal: { reason: 'Seen by Ms Li' },
      });
      expect(JSON.stringify(entry?.body)).not.toContain('Li');
    });

    it('as to be done again: the next one writes, after a look', async () => {
      const bench = new LedgerBench(await open());
      await bench.settle(await bench.token(), 'parked', { reason: 'Differs' });
      await bench.ledger.resolve(KEY, 'retry', 'It is not there', PERSON);
      expect(await bench.claim({ fingerprint: print('b') })).toMatchObject({ decision: 'proceed', lookFirst: true });
    });

    it('is possible for a claim that ran out, and refused while somebody is at it, when it is done, or when it is not there', async () => {
      const bench = new LedgerBench(await open());
      await bench.token();
      const decide = (key = KEY): Promise<unknown> => bench.ledger.resolve(key, 'done', 'why', PERSON);
      await expect(decide()).rejects.toMatchObject({ status: 409, code: 'not-open', members: { state: 'claimed' } });
      bench.nowMs += LEASE_MS;
      await decide();
      await expect(decide()).rejects.toMatchObject({ status: 409, members: { state: 'resolved' } });
      await expect(decide('nothing')).rejects.toMatchObject({ status: 404, code: 'unknown-effect' });
    });
  });

  it('leaves a history of every attempt', async () => {
    const database = await open();
    const bench = new LedgerBench(database);
    await bench.settle(await bench.token({ version: '1' }), 'retry');
    await bench.settle(await bench.token({ version: '1', mapping: MAPPING }), 'unknown', { notBeforeMs: bench.nowMs });
    await bench.done({ version: '1' });
    await bench.claim({ version: '2' });
    const rows = await database.read((t) =>
      t.all('SELECT fence, version, outcome, mapping_id FROM effect_versions ORDER BY seq'),
    );
    expect(rows).toEqual([
      { fence: 1, version: '1', outcome: 'retry', mapping_id: null },
      { fence: 2, version: '1', outcome: 'unknown', mapping_id: 'shopify-order' },
      { fence: 3, version: '1', outcome: 'done', mapping_id: null },
      { fence: 3, version: '2', outcome: 'unchanged', mapping_id: null },
    ]);
  });

  it('lists effects by state and page by page', async () => {
    const bench = new LedgerBench(await open());
    for (const key of ['z', 'a', 'm']) await bench.done({ key });
    await bench.settle(await bench.token({ key: 'p' }), 'parked');
    const keys = async (query: object): Promise<readonly string[]> =>
      (await bench.ledger.list({ limit: 10, ...query })).map(({ key }) => key);
    expect(await keys({})).toEqual(['z', 'a', 'm', 'p']);
    expect(await keys({ limit: 2, after: 'z' })).toEqual(['a', 'm']);
    expect(await keys({ states: ['parked'] })).toEqual(['p']);
    expect(await keys({ states: ['done', 'parked'], after: 'a' })).toEqual(['m', 'p']);
    expect((await bench.ledger.needsAttention(10)).map(({ key }) => key)).toEqual(['p']);
  });
});
