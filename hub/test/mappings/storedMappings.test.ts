import type { Mapping } from '../../../core/mapping';
import { hashOfJson } from '../../../core/audit';
import { StoredMappings } from '../../src/mappings';
import type { Actor } from '../../src/contract';
import type { Database } from '../../src/store';
import { describeStores } from '../support/databases';
import { TestAudit, TestClock } from '../access/parts';

const ada: Actor = { kind: 'person', id: 'ada' };

function mapping(version = '1.0.0', more: Partial<Mapping> = {}): Mapping {
  return {
    id: 'own/thing.in',
    version,
    tables: { status: { paid: 'open' } },
    fields: {
      number: { from: 'no', required: true },
      status: { from: 'state', steps: [{ lookup: { table: 'status', onMiss: 'error' } }] },
    },
    examples: [{ name: 'one', input: { no: 'A1', state: 'paid' }, output: { number: 'A1', status: 'open' } }],
    ...more,
  };
}

function openMappings(database: Database) {
  const [audit, clock] = [new TestAudit(), new TestClock()];
  return { mappings: new StoredMappings({ database, clock, audit }), audit, clock };
}

describeStores('mappings at the hub', (open, store) => {
  test('a mapping that compiles and whose examples hold is kept, with who, when and its hash', async () => {
    const { mappings, audit, clock } = openMappings(await open());
    const stored = await mappings.upload(mapping(), false, ada);
    expect(stored).toEqual({
      id: 'own/thing.in',
      version: '1.0.0',
      hash: hashOfJson(mapping()),
      active: false,
      uploadedBy: 'ada',
      uploadedAtMs: clock.now(),
    });
    expect(audit.entries).toEqual([
      {
        actor: ada,
        type: 'mapping.uploaded',
        object: { kind: 'mapping', id: 'own/thing.in', version: '1.0.0' },
        body: { hash: stored.hash, extends: null, characters: expect.any(Number) as number },
      },
    ]);
    expect(await mappings.get('own/thing.in')).toBeUndefined(); // nothing is active yet
    expect((await mappings.get('own/thing.in', '1.0.0'))?.file).toEqual(mapping());
  });

  test('the same file again changes nothing, in whatever order its members stand', async () => {
    const { mappings, audit } = openMappings(await open());
    const first = await mappings.upload(mapping(), false, ada);
    const turned = Object.fromEntries(Object.entries(mapping()).reverse());
    expect(await mappings.upload(turned, false, { kind: 'key', id: 'other' })).toEqual(first);
    expect(audit.entries).toHaveLength(1);
  });

  test('other content under a version that is there is refused with both hashes', async () => {
    const { mappings } = openMappings(await open());
    const { hash: storedHash } = await mappings.upload(mapping(), true, ada);
    const changed = mapping('1.0.0', { title: 'changed' });
    await expect(mappings.upload(changed, true, ada)).rejects.toMatchObject({
      status: 409,
      code: 'version-exists',
      members: { storedHash, givenHash: hashOfJson(changed), nextStep: expect.any(String) as string },
    });
    expect((await mappings.get('own/thing.in'))?.file).toEqual(mapping());
  });

  test('versions are activated and rolled back, again and again, and every step is audited', async () => {
    const { mappings, audit } = openMappings(await open());
    for (const version of ['1', '2', '3']) await mappings.upload(mapping(version), version !== '2', ada);
    await mappings.activate('own/thing.in', '2', ada);
    const active = async () => (await mappings.get('own/thing.in'))?.stored.version;
    expect(await active()).toBe('2');
    expect((await mappings.list()).map(({ version, active: isActive }) => [version, isActive])).toEqual([
      ['1', false],
      ['2', true],
      ['3', false],
    ]);
    expect(await mappings.rollback('own/thing.in', ada)).toMatchObject({ version: '3', active: true });
    expect(await mappings.rollback('own/thing.in', ada)).toMatchObject({ version: '1', active: true });
    await expect(mappings.rollback('own/thing.in', ada)).rejects.toMatchObject({ status: 409, code: 'nothing-before' });
    expect(await active()).toBe('1');
    expect(audit.of('mapping.activated').map(({ object, body }) => [object.version, body['before']])).toEqual([
      ['1', null],
      ['3', '1'],
      ['2', '3'],
    ]);
    expect(audit.of('mapping.rolledBack').map(({ body }) => body)).toEqual([
      { from: '2', to: '3' },
      { from: '3', to: '1' },
    ]);
  });

  test('activating what is active changes nothing', async () => {
    const { mappings, audit } = openMappings(await open());
    await mappings.upload(mapping(), true, ada);
    await mappings.activate('own/thing.in', '1.0.0', ada);
    await mappings.upload(mapping(), true, ada);
    expect(audit.of('mapping.activated')).toHaveLength(1);
  });

  test('what is not there is said so', async () => {
    const { mappings } = openMappings(await open());
    await expect(mappings.activate('own/none', '1', ada)).rejects.toMatchObject({ status: 404 });
    await expect(mappings.rollback('own/none', ada)).rejects.toMatchObject({ status: 404 });
    expect(await mappings.get('own/none', '1')).toBeUndefined();
    expect(await mappings.list()).toEqual([]);
  });

  test('a mapping that extends a shipped one comes as it is, or resolved', async () => {
    const { mappings } = openMappings(await open());
    const own = { id: 'own/order.in', version: '1', extends: 'shopify/order.in', fields: { channel: { const: 'wholesale' } } };
    const stored = await mappings.upload(own, true, ada);
    expect(stored.extends).toBe('shopify/order.in');
    expect((await mappings.get('own/order.in'))?.file).toEqual(own);
    const resolved = (await mappings.get('own/order.in', undefined, true))?.file as Mapping;
    expect(resolved.fields?.['channel']).toEqual({ const: 'wholesale' });
    expect(Object.keys(resolved.fields ?? {}).length).toBeGreaterThan(5);
    expect(resolved.extends).toBeUndefined();
  });

  test('two uploads of one version at once are one, or one of them is refused', async () => {
    const first = openMappings(await open());
    const second = store.kind === 'postgres' ? openMappings(store.again()) : first;
    const works = [first, second, first, second].map(
      async ({ mappings }, n) => await mappings.upload(mapping('1', { title: `${n % 2}` }), true, ada),
    );
    const outcomes = await Promise.allSettled(works);
    const kept = await first.mappings.get('own/thing.in', '1');
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') expect(outcome.value.hash).toBe(kept?.stored.hash);
      else expect(outcome.reason).toMatchObject({ status: 409, code: 'version-exists' });
    }
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
  });

  test.each<[string, unknown, string, string]>([
    ['does not compile', mapping('1', { fields: { a: { from: '__proto__.x' } } }), 'mapping', 'fields.a'],
    ['extends what is not shipped', mapping('1', { extends: 'nobody/knows' }), 'mapping', 'extends'],
    ['has no id', { version: '1' }, 'mapping', 'id'],
    ['is not an object', 'hello', 'mapping', 'mapping'],
    ['has a word that mappings do not have', { ...mapping(), script: 'rm' }, 'mapping', 'mapping'],
    ['has the id of a shipped one', mapping('1', { id: 'shopify/order.in' }), 'shopify/order.in', 'id'],
    [
      'has an example that does not hold',
      mapping('1', { examples: [{ name: 'wrong', input: { no: 'A' }, output: { number: 'B' } }] }),
      'own/thing.in#example wrong',
      'examples[0]',
    ],
    [
      'has a number that is not exact',
      mapping('1', { examples: [{ name: 'x', input: { n: 2 ** 60 }, includes: {} }] }),
      'mapping',
      '/examples/0/input/n',
    ],
    [
      'has a hundred and one examples',
      mapping('1', {
        examples: Array.from({ length: 101 }, (_, n) => ({ name: `${n}`, input: { no: 'A' }, output: { number: 'A' } })),
      }),
      'own/thing.in',
      'examples',
    ],
  ])('a mapping that %s is refused with the place, and is not kept', async (_what, file, rule, source) => {
    const { mappings, audit } = openMappings(await open());
    await expect(mappings.upload(file, true, ada)).rejects.toMatchObject({
      status: 422,
      code: 'bad-mapping',
      members: { issues: [expect.objectContaining({ rule, source })] as unknown[] },
    });
    expect(await mappings.list()).toEqual([]);
    expect(audit.entries).toEqual([]);
  });

  test('a mapping of more than half a megabyte is refused', async () => {
    const { mappings } = openMappings(await open());
    const tables = { big: Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`key ${n}`, 'value'])) };
    await expect(mappings.upload(mapping('1', { tables, fields: {}, examples: [] }), true, ada)).rejects.toMatchObject({
      status: 413,
    });
  });
});
