import { verifyProof } from '../../../core/audit';
import { consistencyProofOf, inclusionProofOf } from '../../src/audit';
import { describeStores } from '../support/databases';
import { append, openLog } from './support/surroundings';

describeStores('proofs from the store', (open) => {
  test('show every row of a log, across kept subtrees, to whoever has the public key', async () => {
    const log = await openLog(await open());
    await Promise.all(Array.from({ length: 299 }, async (_, n) => await append(log, { n })));
    const first = await log.checkpoints.make('request');
    await Promise.all(Array.from({ length: 260 }, async (_, n) => await append(log, { n })));
    const second = await log.checkpoints.make('request');
    const keys = [log.key.publicKey];
    for (const seq of [1, 2, 255, 256, 257, 300, 301, 302, 512, 513, 561]) {
      const proof = await inclusionProofOf(log.database, seq);
      expect(proof.size).toBe(seq <= 300 ? first.size : second.size);
      expect(verifyProof(JSON.parse(JSON.stringify(proof)), keys)).toEqual({ ok: true });
      expect(verifyProof({ ...proof, row: { ...proof.row, actorId: 'nobody' } }, keys).ok).toBe(false);
      expect(verifyProof({ ...proof, path: proof.path.slice(1) }, keys).ok).toBe(false);
    }
    const consistency = await consistencyProofOf(log.database, first.size);
    expect(verifyProof(consistency, keys)).toEqual({ ok: true });
    expect(verifyProof(consistency, keys, [first.note])).toEqual({ ok: true });
    expect(verifyProof({ ...consistency, path: [] }, keys).ok).toBe(false);
    expect(verifyProof({ ...consistency, firstCheckpoint: undefined }, keys)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('first checkpoint') as string,
    });
    expect(verifyProof(consistency, [])).toMatchObject({ ok: false });
  });

  test('are refused with a reason where there is no such row or size', async () => {
    const log = await openLog(await open());
    await append(log);
    await expect(inclusionProofOf(log.database, 3)).rejects.toMatchObject({ status: 404 });
    await expect(inclusionProofOf(log.database, 2, 1)).rejects.toMatchObject({ status: 400 });
    await expect(inclusionProofOf(log.database, 1, 9)).rejects.toMatchObject({ status: 400 });
    await expect(consistencyProofOf(log.database, 0)).rejects.toMatchObject({ status: 400 });
    await expect(consistencyProofOf(log.database, 2, 1)).rejects.toMatchObject({ status: 400 });
    await expect(consistencyProofOf(log.database, 1, 9)).rejects.toMatchObject({ status: 400 });
  });
});

test('what is not a proof is refused', () => {
  for (const proof of [
    null,
    1,
    {},
    { kind: 'inclusion', path: [] },
    { kind: 'x', path: [] },
    { kind: 'inclusion', path: ['x'] },
  ]) {
    expect(verifyProof(proof, []).ok).toBe(false);
  }
});
