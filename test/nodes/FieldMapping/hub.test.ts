import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { hashOf } from '../../../core/delivery';
import { findShippedMapping } from '../../../core/mapping';
import { MedSupplyHubApi } from '../../../credentials/MedSupplyHubApi.credentials';
import { FieldMapping } from '../../../nodes/FieldMapping/FieldMapping.node';
import { listHubMappings } from '../../../nodes/FieldMapping/listMappings';
import { FakeHttp } from '../../support/fakeHttp';
import { FakeHub, hubCredential } from '../../support/fakeHub';
import { executeContext } from '../../support/n8nContext';

const payload = (changes: IDataObject = {}): IDataObject => ({
  id: '5001',
  name: '#1001',
  created_at: '2026-11-22T10:00:00+08:00',
  updated_at: '2026-11-22T10:00:00+08:00',
  currency: 'CNY',
  taxes_included: false,
  subtotal_price: '20.00',
  total_discounts: '0.00',
  total_tax: '0.00',
  total_price: '20.00',
  line_items: [{ id: '1', sku: 'GLOVE-M-100', name: 'Gloves', price: '10.00', quantity: 2, current_quantity: 2, tax_lines: [] }],
  ...changes,
});
const VERSION = '2026-11-22T10:00:00+08:00/2026-11-22T02:00:00.25Z';
const event = (id = '17') => ({ id, lease: `${id}.1.ff`, attempt: 1 });
const delivery = (changes: IDataObject = {}, more: IDataObject = { hubEvent: event() }): IDataObject => ({
  topic: 'orders/create',
  shop: 'a.myshopify.com',
  deliveryId: 'd-1',
  eventId: 'e-1',
  version: VERSION,
  payload: payload(changes),
  ...more,
});

function contextFor(hub: FakeHub | undefined, items: readonly IDataObject[], parameters: IDataObject = {}) {
  return executeContext({
    items,
    parameters: {
      operation: 'map',
      mappingSource: 'shipped',
      mappingId: 'shopify/order.in',
      inputField: 'payload',
      context: {},
      ...parameters,
    },
    http: new FakeHttp((request) => (hub ?? new FakeHub()).respond(request)),
    credentialTypes: [new MedSupplyHubApi()],
    credentials: { medSupplyHubApi: hubCredential },
    node: hub === undefined ? {} : { credentials: { medSupplyHubApi: { id: '1', name: 'Hub' } } },
  });
}

async function run(hub: FakeHub | undefined, items: readonly IDataObject[], parameters: IDataObject = {}) {
  const [mapped = [], rejected = []]: INodeExecutionData[][] = await new FieldMapping().execute.call(
    contextFor(hub, items, parameters),
  );
  return { mapped: mapped.map(({ json }) => json), rejected: rejected.map(({ json }) => json) };
}

test('the version of the trigger becomes the version of the order, and the event and the mapping go along', async () => {
  const { mapped } = await run(new FakeHub(), [delivery()]);
  expect(mapped).toMatchObject([
    {
      type: 'order',
      tenant: 'a.myshopify.com',
      version: VERSION,
      hubEvent: event(),
      mappingUsed: { id: 'shopify/order.in', version: '1.1.0', hash: hashOf(findShippedMapping('shopify/order.in')) },
    },
  ]);
});

test('without hub and event the document is nothing but the document', async () => {
  const { mapped } = await run(undefined, [delivery({}, {})]);
  expect(mapped[0]).not.toHaveProperty('hubEvent');
  expect(mapped[0]).not.toHaveProperty('mappingUsed');
  expect(mapped[0]).toMatchObject({ version: VERSION });
});

test('a context value of the node counts more than what the trigger says', async () => {
  const context = { values: [{ name: 'version', value: '7' }] } as unknown as IDataObject;
  expect((await run(undefined, [delivery()], { context })).mapped).toMatchObject([{ version: '7' }]);
});

test('a whole item is mapped without what belongs to the hub', async () => {
  const mappingJson = JSON.stringify({
    id: 'own/echo',
    version: '1.0.0',
    fields: { seen: { from: 'hubEvent.id' }, name: { from: 'name' } },
  });
  const { mapped } = await run(undefined, [{ ...payload(), hubEvent: event() }], {
    mappingSource: 'json',
    mappingJson,
    inputField: '',
  });
  expect(mapped).toMatchObject([{ name: '#1001', hubEvent: event() }]);
  expect(mapped[0]).not.toHaveProperty('seen');
});

test('refused records are parked at the hub with their places and without values, in one request', async () => {
  const hub = new FakeHub();
  const { rejected } = await run(hub, [
    delivery({ currency: 'XYZ', email: 'secret@person.example' }, { hubEvent: event('1') }),
    delivery({}, { hubEvent: event('2') }),
    delivery({ total_price: '99.99' }, { hubEvent: event('3') }),
  ]);
  expect(hub.requests.map(({ path }) => path)).toEqual(['/v1/events/report']);
  expect(hub.memory.reports).toMatchObject([
    {
      id: '1',
      lease: '1.1.ff',
      outcome: 'parked',
      code: 'bad-mapping',
      reason: expect.stringMatching(/shopify\/order\.in 1\.1\.0.*\/currency/),
    },
    { id: '3', outcome: 'parked', nextStep: expect.stringContaining('replay') },
  ]);
  expect(JSON.stringify(hub.memory.reports)).not.toContain('secret@person.example');
  expect(rejected.map(({ hubEvent }) => hubEvent)).toEqual([event('1'), event('3')]);
});

test('when the hub cannot be told, the records are refused all the same and the log says so', async () => {
  const hub = new FakeHub();
  hub.fault = () => ({ status: 500 });
  const context = contextFor(hub, [delivery({ currency: 'XYZ' })]);
  const [, rejected] = await new FieldMapping().execute.call(context);
  expect(rejected).toHaveLength(1);
  expect(context.log).toMatchObject([{ level: 'warn', details: { count: 1 } }]);
});

describe('a mapping of the hub', () => {
  const file = (version: string, channel: string) => ({
    id: 'own/order.in',
    version,
    extends: 'shopify/order.in',
    fields: { channel: { const: channel } },
  });
  const withMappings = () => {
    const hub = new FakeHub();
    hub.mappings.set('1', { file: file('1.0.0', 'old'), active: false });
    hub.mappings.set('2', { file: file('2.0.0', 'new'), active: true });
    return hub;
  };
  const fromHub = { mappingSource: 'hub', hubMappingId: 'own/order.in' };

  test('is fetched once for all items, and the active version is taken', async () => {
    const hub = withMappings();
    const { mapped } = await run(hub, [delivery(), delivery({}, { hubEvent: event('18') })], fromHub);
    expect(mapped.map(({ channel }) => channel)).toEqual(['new', 'new']);
    expect(hub.requests.filter(({ path }) => path === '/v1/mappings/one')).toHaveLength(1);
    expect(mapped[0]?.mappingUsed).toEqual({ id: 'own/order.in', version: '2.0.0', hash: hashOf(file('2.0.0', 'new')) });
  });

  test('can be pinned to a version', async () => {
    const { mapped } = await run(withMappings(), [delivery()], { ...fromHub, hubMappingVersion: '1.0.0' });
    expect(mapped).toMatchObject([{ channel: 'old' }]);
  });

  test('that does not exist says so', async () => {
    await expect(run(withMappings(), [delivery()], { ...fromHub, hubMappingVersion: '9.0.0' })).rejects.toThrow(
      'no such mapping',
    );
  });

  test('needs the hub credential', async () => {
    await expect(run(undefined, [delivery()], fromHub)).rejects.toThrow('no hub credential');
  });

  test('is offered in the editor when it is active', async () => {
    expect(await listHubMappings(contextFor(withMappings(), []) as never)).toEqual([
      { name: 'own/order.in', value: 'own/order.in', description: 'Active version 2.0.0' },
    ]);
  });
});
