import { describeStores } from '../support/databases';
import { ACTOR, KEY, LEASE_MS, LedgerBench, print, SETTLE_MS } from './support';

describeStores('claiming an effect', (open, store) => {
  it('gives the right to write to the first, and the stored result to everybody after it is done', async () => {
    const bench = new LedgerBench(await open());
    const claim = await bench.claim();
    expect(claim).toEqual({
      key: KEY,
      decision: 'proceed',
      token: expect.stringMatching(/^\d+\.1\.[\w-]{16}$/),
      lookFirst: false,
      leaseUntilMs: bench.nowMs + LEASE_MS,
    });
    expect(await bench.claim()).toEqual({ key: KEY, decision: 'inFlight', retryAtMs: bench.nowMs + LEASE_MS });
    if (claim.decision === 'proceed')
      await bench.settle(claim.token, 'done', { result: { number: 'SO1', id: '9007199254740993' } });
    expect(await bench.claim()).toEqual({ key: KEY, decision: 'done', result: { number: 'SO1', id: '9007199254740993' } });
  });

  it('gives it to one of fifty who ask at once, also through two replicas', async () => {
    const bench = new LedgerBench(await open());
    const replica = store.kind === 'postgres' ? new LedgerBench(store.again()) : bench;
    const claims = await Promise.all(Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? bench : replica).claim()));
    const decisions = claims.map(({ decision }) => decision).sort();
    expect(decisions).toEqual([...Array.from({ length: 49 }, () => 'inFlight'), 'proceed']);
  });

  it('gives the second of two equal keys in one batch nothing', async () => {
    const bench = new LedgerBench(await open());
    const requests = [
      bench.request(),
      bench.request(),
      bench.request({ fingerprint: print('b') }),
      bench.request({ key: 'other' }),
    ];
    const claims = await bench.ledger.claim(requests, ACTOR);
    expect(claims.map(({ decision }) => decision)).toEqual(['proceed', 'inFlight', 'conflict', 'proceed']);
  });

  describe('that was not settled', () => {
    it('is unknown when its lease has ended, and goes on with a look once it has had time to become visible', async () => {
      const bench = new LedgerBench(await open());
      await bench.claim();
      bench.nowMs += LEASE_MS;
      const notBeforeMs = bench.nowMs + SETTLE_MS;
      expect(await bench.claim()).toEqual({ key: KEY, decision: 'unknown', lookFirst: true, notBeforeMs });
      bench.nowMs = notBeforeMs - 1;
      expect((await bench.claim()).decision).toBe('unknown');
      bench.nowMs = notBeforeMs;
      expect(await bench.claim()).toMatchObject({
        decision: 'proceed',
        lookFirst: true,
        token: expect.stringMatching(/^\d+\.2\./),
      });
      expect(bench.audit.types()).toEqual(['effect.unknown']);
      expect(bench.notices.published).toMatchObject([{ kind: 'effect.unknown', subject: { key: KEY } }]);
    });

    it('is shown as unknown from the end of its lease on, and needs a person once it could be known', async () => {
      const bench = new LedgerBench(await open());
      await bench.claim();
      expect(await bench.ledger.get(KEY)).toMatchObject({ state: 'claimed' });
      bench.nowMs += LEASE_MS;
      expect(await bench.ledger.get(KEY)).toMatchObject({ state: 'unknown', notBeforeMs: bench.nowMs + SETTLE_MS });
      expect(await bench.ledger.needsAttention(10)).toEqual([]);
      bench.nowMs += SETTLE_MS;
      expect(await bench.ledger.needsAttention(10)).toMatchObject([{ key: KEY, state: 'unknown' }]);
      expect(await bench.ledger.list({ states: ['claimed'], limit: 10 })).toEqual([]);
      expect(await bench.ledger.list({ states: ['unknown'], limit: 10 })).toHaveLength(1);
    });

    it('keeps looking first until an outcome is certain', async () => {
      const bench = new LedgerBench(await open());
      await bench.claim();
      bench.nowMs += LEASE_MS + SETTLE_MS;
      await bench.settle(await bench.token(), 'retry');
      expect(await bench.claim()).toMatchObject({ decision: 'proceed', lookFirst: true });
    });
  });

  describe('in versions', () => {
    it('goes on with a newer one, ends an older one as superseded, and answers the same one from memory', async () => {
      const bench = new LedgerBench(await open());
      await bench.done({ version: '2026-11-02T10:00:00+08:00' });
      expect(await bench.claim({ version: '2026-11-02T01:59:59Z', fingerprint: print('b') })).toEqual({
        key: KEY,
        decision: 'superseded',
        by: '2026-11-02T10:00:00+08:00',
      });
      expect((await bench.claim({ version: '2026-11-02T02:00:00Z' })).decision).toBe('done');
      expect(await bench.claim({ version: '2026-11-02T02:00:01Z', fingerprint: print('b') })).toMatchObject({
        decision: 'proceed',
        lookFirst: false,
      });
    });

    it('writes nothing for a newer one that asks for the same, and moves its version on', async () => {
      const bench = new LedgerBench(await open());
      await bench.done({ version: '1' });
      expect(await bench.claim({ version: '3' })).toEqual({
        key: KEY,
        decision: 'done',
        result: { number: 'SO1' },
        version: '3',
      });
      expect((await bench.claim({ version: '2', fingerprint: print('b') })).decision).toBe('superseded');
      expect(bench.audit.entries.at(-1)).toMatchObject({
        type: 'effect.done',
        object: { version: '3' },
        body: { unchangedSince: '1' },
      });
    });

    it('does not take a newer one for done while another write may have changed the document since', async () => {
      const bench = new LedgerBench(await open());
      await bench.done({ version: '1' });
      await bench.settle(await bench.token({ version: '2', fingerprint: print('b') }), 'unknown', { notBeforeMs: bench.nowMs });
      expect(await bench.claim({ version: '3' })).toMatchObject({ decision: 'proceed', lookFirst: true });
    });

    it('does not take a newer one for done after a look that found nothing was followed by a retry', async () => {
      const bench = new LedgerBench(await open());
      await bench.done({ version: '1' });
      await bench.settle(await bench.token({ version: '2', fingerprint: print('b') }), 'unknown', { notBeforeMs: bench.nowMs });
      await bench.settle(await bench.token({ version: '2', fingerprint: print('b') }), 'retry');
      expect(await bench.claim({ version: '3' })).toMatchObject({ decision: 'proceed', lookFirst: true });
    });

    it('does not write an older one while it is unknown whether a newer one stands', async () => {
      const bench = new LedgerBench(await open());
      await bench.done({ version: '1' });
      await bench.settle(await bench.token({ version: '3', fingerprint: print('c') }), 'unknown', { notBeforeMs: bench.nowMs });
      bench.nowMs += 1_000;
      const older = { version: '2', fingerprint: print('b') };
      expect(await bench.claim(older)).toMatchObject({ decision: 'unknown', notBeforeMs: bench.nowMs + SETTLE_MS });
      await bench.done({ version: '3', fingerprint: print('c') });
      expect((await bench.claim(older)).decision).toBe('superseded');
    });

    it('lets an older one go on when the newer one was refused', async () => {
      const bench = new LedgerBench(await open());
      await bench.settle(await bench.token({ version: '3', fingerprint: print('c') }), 'rejected', { reason: 'Unknown product' });
      expect((await bench.claim({ version: '2', fingerprint: print('b') })).decision).toBe('proceed');
    });
  });

  describe('with other content', () => {
    it('is a conflict with what is done in the same version, with both fingerprints, and audited', async () => {
      const bench = new LedgerBench(await open());
      await bench.done({ version: '1' });
      const conflict = { storedFingerprint: print('a'), givenFingerprint: print('b') };
      expect(await bench.claim({ version: '1', fingerprint: print('b') })).toEqual({
        key: KEY,
        decision: 'conflict',
        ...conflict,
      });
      expect(bench.audit.entries.at(-1)).toMatchObject({
        type: 'effect.conflict',
        actor: ACTOR,
        object: { id: KEY },
        body: conflict,
      });
    });

    it('is a conflict where the first may have been written, and none where it was not', async () => {
      const bench = new LedgerBench(await open());
      const token = await bench.token();
      expect((await bench.claim({ fingerprint: print('b') })).decision).toBe('conflict');
      await bench.settle(token, 'unknown', { notBeforeMs: bench.nowMs });
      expect((await bench.claim({ fingerprint: print('b') })).decision).toBe('conflict');
      await bench.settle(await bench.token(), 'rejected');
      expect((await bench.claim({ fingerprint: print('b') })).decision).toBe('proceed');
    });

    it('is a conflict for a document without versions, of which only one state can ever be done', async () => {
      const bench = new LedgerBench(await open());
      await bench.done();
      expect((await bench.claim({ fingerprint: print('b') })).decision).toBe('conflict');
    });
  });

  it('goes on after a refusal, and counts', async () => {
    const bench = new LedgerBench(await open());
    for (let time = 0; time < 3; time++) await bench.settle(await bench.token(), 'rejected', { reason: 'Unknown product' });
    expect(await bench.ledger.get(KEY)).toMatchObject({ state: 'rejected', attempts: 3, reason: 'Unknown product' });
  });

  it('waits for the time that a retry names', async () => {
    const bench = new LedgerBench(await open());
    const retryAtMs = bench.nowMs + 5_000;
    await bench.settle(await bench.token(), 'retry', { notBeforeMs: retryAtMs });
    expect(await bench.claim()).toEqual({ key: KEY, decision: 'inFlight', retryAtMs });
    bench.nowMs = retryAtMs;
    expect(await bench.claim()).toMatchObject({ decision: 'proceed', lookFirst: false });
  });

  it('waits for a person when it is parked, whatever the version', async () => {
    const bench = new LedgerBench(await open());
    await bench.settle(await bench.token({ version: '1' }), 'parked', { reason: 'Differs from what was sent' });
    bench.nowMs += 86_400_000;
    expect(await bench.claim({ version: '2' })).toEqual({ key: KEY, decision: 'parked', reason: 'Differs from what was sent' });
  });
});
