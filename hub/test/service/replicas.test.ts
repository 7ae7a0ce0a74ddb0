import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../src/store';
import { doctorParts, examine } from '../../src/service/doctor';
import { describeStores } from '../support/databases';
import { openHub, type TestHub } from './openHub';

describeStores('two hubs on one store', (open, store) => {
  const onPostgres = store.kind === 'postgres' ? test : test.skip;
  /** Two hubs with the same key files; they have ended before the store is removed. */
  async function withTwo(work: (one: TestHub, other: TestHub) => Promise<void>): Promise<void> {
    await open();
    const data = mkdtempSync(path.join(tmpdir(), 'medsupply-replicas-'));
    const hubs: TestHub[] = [];
    try {
      const flags = { data, store: store.address() };
      const one = await openHub(flags);
      hubs.push(one);
      const other = await openHub(flags);
      hubs.push(other);
      await work(one, other);
    } finally {
      for (const hub of hubs) await hub.stop();
      rmSync(data, { recursive: true, force: true });
    }
  }

  onPostgres(
    'are both ready, and one knows the keys that the other makes and revokes',
    async () =>
      await withTwo(async (one, other) => {
        for (const hub of [one, other])
          expect((await hub.privateApp.inject('/readyz')).json()).toMatchObject({ status: 'ready' });
        const status = async () => (await other.privateApp.inject({ url: '/v1/keys', headers: one.headers })).statusCode;
        await new Promise((resolve) => setTimeout(resolve, 1_000)); // the real clock: what a replica remembers is a second old at most
        expect(await status()).toBe(200);
        const id = one.headers.authorization.split('_')[1] ?? '';
        await one.parts.access.revoke(id, { kind: 'hub', id: 'test' });
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        expect(await status()).toBe(401);
      }),
  );

  onPostgres(
    'write one audit log, which is whole',
    async () =>
      await withTwo(async (one, other) => {
        await Promise.all(
          [one, other].flatMap((hub) =>
            Array.from(
              { length: 10 },
              async () => await hub.parts.access.create('many', ['metrics:read'], { kind: 'hub', id: 'test' }),
            ),
          ),
        );
        await one.parts.opened.checkpoints.make('request');
        const { state, logSize } = await one.parts.opened.checkpoints.check();
        expect([state, logSize >= 22]).toEqual(['ok', true]);
      }),
  );

  onPostgres(
    'are examined by the doctor, who asks the database how it keeps a commit',
    async () =>
      await withTwo(async (one) => {
        const database = openDatabase(store.address());
        const checks = await examine({
          settings: one.settings,
          database,
          nowMs: Date.now(),
          parts: await doctorParts(one.settings, database),
        });
        await database.close();
        // The server of the tests does not sync: that is exactly what has to be found.
        expect(checks.filter(({ state }) => state === 'wrong').map(({ name, what }) => [name, what])).toEqual([
          ['sync', 'off: fsync'],
        ]);
      }),
  );
});
