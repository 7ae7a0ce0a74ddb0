import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { Failure } from '../../../core/failure';
import type { Order } from '../../../core/documents';
import type { ErpConnection, SyncOrderOptions, SyncOrderResult } from '../../../nodes/Erp/contract';
import { Erp } from '../../../nodes/Erp/Erp.node';
import { systems } from '../../../nodes/Erp/systems';
import { MedSupplyHubApi } from '../../../credentials/MedSupplyHubApi.credentials';
import { FakeHttp } from '../../support/fakeHttp';
import { FakeHub, hubCredential } from '../../support/fakeHub';
import { executeContext } from '../../support/n8nContext';
import { buildOrder } from './support/orderBuilder';

/* The ERP node with and without hub, between an ERP that counts writes and a hub in memory. */

const TARGET = 'tryton:erp.example.com/erp';

interface World {
  readonly onWrite?: (order: Order, options: SyncOrderOptions, count: number) => SyncOrderResult | Failure | undefined;
  readonly withHub?: boolean;
}

function world({ onWrite, withHub = true }: World = {}) {
  const time = { nowMs: Date.parse('2026-11-22T10:00:00Z') };
  jest.spyOn(Date, 'now').mockImplementation(() => time.nowMs);
  const hub = new FakeHub(() => time.nowMs);
  const written: string[] = [];
  const options: SyncOrderOptions[] = [];
  const write = async (order: Order, given: SyncOrderOptions): Promise<SyncOrderResult> => {
    written.push(order.id);
    options.push(given);
    const special = onWrite?.(order, given, written.length);
    if (special instanceof Failure) throw special;
    return special ?? created(order);
  };
  const connection = {
    target: TARGET,
    createOrder: write,
    syncOrder: write,
    cancelOrder: write,
    changeOrder: write,
    findOrCreateParty: async ({ id = '' }) => {
      written.push(id);
      return { outcome: 'created', system: 'tryton', id: '9', code: 'C-9', warnings: [] };
    },
  } as unknown as ErpConnection;
  const [tryton] = systems;
  if (tryton === undefined) throw new Error('there is no system');
  jest.spyOn(tryton, 'connect').mockResolvedValue(connection);

  const run = async (
    items: readonly IDataObject[],
    parameters: IDataObject = {},
    continueOnFail = true,
  ): Promise<INodeExecutionData[]> => {
    const context = executeContext({
      items,
      continueOnFail,
      parameters: {
        system: 'tryton',
        resource: 'order',
        operation: 'sync',
        documentSource: 'input',
        targetState: 'confirmed',
        orderOptions: {},
        ...parameters,
      },
      http: new FakeHttp((request) => hub.respond(request)),
      credentialTypes: [new MedSupplyHubApi()],
      credentials: { medSupplyHubApi: hubCredential },
      node: withHub ? { name: 'Sync', credentials: { medSupplyHubApi: { id: '1', name: 'Hub' } } } : {},
    });
    const [output] = await new Erp().execute.call(context);
    return output ?? [];
  };
  return { hub, time, written, options, run };
}

function created(order: Order): SyncOrderResult {
  return {
    outcome: 'created',
    system: 'tryton',
    id: '77',
    number: 'S-77',
    state: 'processing',
    key: `shopify/${order.tenant}/order/${order.id}`,
    totals: { untaxed: '1', tax: '0', total: '1', currency: 'CNY' },
    party: { id: '1', code: 'C' },
    warnings: [],
    order: { id: order.id, number: order.number },
  };
}

const order = () => buildOrder({ lines: [{ sku: 'STENT-35-18', quantity: '1', net: '10.00' }] });
const item = (document: Order, id = '17'): IDataObject =>
  ({
    ...document,
    hubEvent: { id, lease: `${id}.1.ff`, attempt: 1 },
    mappingUsed: { id: 'shopify/order.in', version: '1.1.0', hash: 'a'.repeat(64) },
  }) as unknown as IDataObject;

afterEach(() => jest.restoreAllMocks());

test('an execution claims its orders together, writes them, settles them and reports their events', async () => {
  const { hub, written, options, run } = world();
  const documents = [order(), order(), order()];
  const output = await run(documents.map((document, index) => item(document, String(index + 1))));
  expect(hub.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /v1/effects/claim',
    'POST /v1/effects/settle',
    'POST /v1/events/report',
  ]);
  expect(written).toEqual(documents.map(({ id }) => id));
  expect(options.every(({ exclusive }) => exclusive)).toBe(true);
  expect(output.map(({ json, pairedItem }) => [json.outcome, (json.hubEvent as IDataObject).id, pairedItem])).toEqual([
    ['created', '1', { item: 0 }],
    ['created', '2', { item: 1 }],
    ['created', '3', { item: 2 }],
  ]);
  expect(hub.memory.reports.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['1', 'done'],
    ['2', 'done'],
    ['3', 'done'],
  ]);
});

test('an effect is known by target and order, its version, and the mapping that made it; the link says what it became', async () => {
  const { hub, run } = world();
  const document = { ...order(), version: '2026-11-22T10:00:00Z/2026-11-22T10:00:01Z' };
  await run([item(document)]);
  const [effect] = [...hub.memory.effects.values()];
  expect(effect).toMatchObject({
    key: `tryton%3Aerp.example.com%2Ferp/${document.system}/${document.tenant}/order/${document.id}`,
    version: document.version,
    state: 'done',
    mapping: { id: 'shopify/order.in', version: '1.1.0', hash: 'a'.repeat(64) },
    links: [
      {
        from: { system: document.system, documentType: 'order', id: document.id, number: document.number },
        to: { system: 'tryton', tenant: 'erp.example.com/erp', documentType: 'order', id: '77', number: 'S-77' },
        relation: 'becameOrder',
      },
    ],
  });
});

test('nothing personal is sent to the hub', async () => {
  const { hub, run } = world();
  await run([item(order())]);
  const sent = JSON.stringify(hub.requests.map(({ body }) => body));
  expect(sent).not.toMatch(/Li Lei|Care Street|@/);
});

test('the same execution again writes nothing and gives the same items', async () => {
  const { written, run } = world();
  const document = order();
  const first = await run([item(document)]);
  const again = await run([item(document)]);
  expect(again.map(({ json }) => json)).toEqual(first.map(({ json }) => json));
  expect(written).toHaveLength(1);
});

test('the same fact under another version, with the same content, is done without a write', async () => {
  const { written, run } = world();
  const document = order();
  await run([item({ ...document, version: '1' })]);
  await run([item({ ...document, version: '2', updatedAt: '2026-11-23T00:00:00Z' })]);
  expect(written).toHaveLength(1);
});

test('an older version leaves as superseded on the normal output and is not written', async () => {
  const { hub, written, run } = world();
  const document = order();
  await run([item({ ...document, version: '2' })]);
  const [output] = await run([item({ ...document, version: '1', note: 'older' })]);
  expect(output?.json).toMatchObject({ outcome: 'superseded', by: '2', hubEvent: { id: '17' } });
  expect(hub.memory.reports.at(-1)).toMatchObject({ outcome: 'superseded' });
  expect(written).toHaveLength(1);
});

test('an order of which the ERP has a newer version ends as superseded', async () => {
  const { hub, run } = world({
    onWrite: (one) => ({ ...created(one), outcome: 'superseded', version: '1', by: '2' }) as SyncOrderResult,
  });
  const [output] = await run([item(order())]);
  expect(output?.json).toMatchObject({ outcome: 'superseded', number: 'S-77' });
  expect(hub.memory.reports).toMatchObject([{ outcome: 'superseded' }]);
});

test('an order that can no longer be changed leaves on the error output and waits for a person', async () => {
  const late = (one: Order) =>
    ({
      ...created(one),
      outcome: 'tooLate',
      action: 'change',
      version: '2',
      followUps: [{ kind: 'shipment', id: '5', state: 'done', binding: true }],
      differences: [],
      needs: 'reversingDocument',
      nextStep: 'Make a return in the ERP.',
    }) as unknown as SyncOrderResult;
  const { hub, run } = world({ onWrite: late });
  const [output] = await run([item(order())]);
  expect(output?.json).toMatchObject({
    error: expect.stringContaining('can no longer be changed'),
    details: { code: 'too-late', needs: 'reversingDocument', followUps: [{ kind: 'shipment' }] },
  });
  expect(hub.memory.reports).toMatchObject([{ outcome: 'parked', code: 'too-late', nextStep: 'Make a return in the ERP.' }]);
  const [returned] = await run([item(order(), '18')], { orderOptions: { onTooLate: 'return' } });
  expect(returned?.json).toMatchObject({ outcome: 'tooLate' });
});

test('one order that cannot be written takes no other down, and the error item says what to do', async () => {
  const { hub, run } = world({
    onWrite: (_order, _options, count) =>
      count === 2 ? new Failure('NeedsHuman', 'SKU X not found', { code: 'unknown-sku', nextStep: 'Add it.' }) : undefined,
  });
  const output = await run([item(order(), '1'), item(order(), '2'), item(order(), '3')], { hubOptions: { concurrency: 1 } });
  expect(output.map(({ json }) => json.outcome ?? json.error)).toEqual(['created', 'SKU X not found', 'created']);
  expect(Object.keys(output[1]?.json ?? {}).sort()).toEqual(['details', 'error']);
  expect(hub.memory.reports.map(({ id, outcome, code }) => [id, outcome, code])).toEqual([
    ['1', 'done', undefined],
    ['2', 'parked', 'unknown-sku'],
    ['3', 'done', undefined],
  ]);
});

test('a node that stops at errors has still written and reported everything else', async () => {
  const { hub, run } = world({
    onWrite: (_order, _options, count) => (count === 1 ? new Failure('NeedsHuman', 'SKU X not found') : undefined),
  });
  await expect(run([item(order(), '1'), item(order(), '2')], {}, false)).rejects.toThrow('SKU X not found');
  expect(hub.memory.reports.map(({ outcome }) => outcome).sort()).toEqual(['done', 'parked']);
});

test('an unknown outcome is shown as such with its time, comes back, and is looked for before it is written', async () => {
  const { hub, time, written, run } = world({
    onWrite: (_order, _options, count) =>
      count === 1 ? new Failure('OutcomeUnknown', 'No answer came from the ERP') : undefined,
  });
  const document = order();
  const [unknown] = await run([item(document)]);
  expect(unknown?.json).toMatchObject({
    error: 'OUTCOME UNKNOWN: No answer came from the ERP',
    details: {
      outcome: 'unknown',
      notBefore: '2026-11-22T10:00:10.000Z',
      nextStep: expect.stringContaining('Not before 2026-11-22T10:00:10.000Z'),
    },
  });
  expect(hub.memory.reports).toMatchObject([{ outcome: 'unknown', notBeforeMs: time.nowMs + 10_000 }]);
  const [early] = await run([item(document)]);
  expect(early?.json).toMatchObject({ details: { outcome: 'unknown' } });
  expect(written).toHaveLength(1);
  time.nowMs += 10_000;
  expect((await run([item(document)]))[0]?.json).toMatchObject({ outcome: 'created' });
});

test('an item that is no order is parked with its place, and claims nothing', async () => {
  const { hub, written, run } = world();
  const [output] = await run([item({ ...order(), currency: 'yuan' } as Order)]);
  expect(output?.json.error).toContain('/currency');
  expect(hub.requests.map(({ path }) => path)).toEqual(['/v1/events/report']);
  expect(hub.memory.reports).toMatchObject([{ outcome: 'parked', code: 'invalid-document' }]);
  expect(written).toEqual([]);
});

test('an ERP that cannot even be opened is no fault of the items: nothing is claimed and nothing is parked', async () => {
  const { hub, run } = world();
  const [tryton] = systems;
  jest
    .spyOn(tryton as NonNullable<typeof tryton>, 'connect')
    .mockRejectedValue(new Failure('NeedsHuman', 'The URL of the credential is none'));
  const output = await run([item(order())]);
  expect(output[0]?.json.error).toBe('The URL of the credential is none');
  expect(hub.requests).toEqual([]);
});

test('creating, changing and cancelling one order share one effect; a cancellation is another content', async () => {
  const { hub, written, run } = world();
  const document = { ...order(), version: '1' };
  await run([item(document)], { operation: 'create' });
  await run([item(document)], { operation: 'sync' });
  expect(written).toHaveLength(1);
  const [conflict] = await run([item(document)], { operation: 'cancel' });
  expect(conflict?.json).toMatchObject({ details: { code: 'fingerprint-conflict' } });
  await run([item({ ...document, version: '2' })], { operation: 'cancel' });
  expect(written).toHaveLength(2);
  expect(hub.memory.effects.size).toBe(1);
});

test('the options that change what is written are part of the fingerprint, the others are not', async () => {
  const { run } = world();
  const document = order();
  await run([item(document)]);
  const [same] = await run([item(document)], { orderOptions: { acceptedWarnings: ['x'] } });
  expect(same?.json.outcome).toBe('created');
  const [other] = await run([item(document)], { targetState: 'draft' });
  expect(other?.json).toMatchObject({ details: { code: 'fingerprint-conflict' } });
});

test('a party is written under its own effect', async () => {
  const { hub, run } = world();
  const party = {
    type: 'party',
    schemaVersion: '1',
    system: 'shopify',
    tenant: 'a.myshopify.com',
    id: '5',
    number: '5',
    updatedAt: '2026-11-20T10:15:30+08:00',
    name: 'Third Hospital',
    roles: ['customer'],
    addresses: [],
  };
  const [output] = await run([{ ...party, hubEvent: { id: '1', lease: '1.1.f', attempt: 1 } }], {
    resource: 'party',
    operation: 'findOrCreate',
  });
  expect(output?.json).toMatchObject({ outcome: 'created', code: 'C-9', hubEvent: { id: '1' } });
  expect([...hub.memory.effects.keys()]).toEqual(['tryton%3Aerp.example.com%2Ferp/shopify/a.myshopify.com/party/5']);
});

test('an event stays open when a later node writes too', async () => {
  const { hub, run } = world();
  await run([item(order())], { hubOptions: { finishEvent: false } });
  expect(hub.memory.reports).toEqual([]);
});

describe('without the hub credential', () => {
  test('the node asks no hub, waits as before, and carries the event along', async () => {
    const { hub, options, run } = world({ withHub: false });
    const [output] = await run([item(order())]);
    expect(hub.requests).toEqual([]);
    expect(options).toMatchObject([{ unknownCancelled: 'record' }]);
    expect(options[0]?.exclusive).toBeUndefined();
    expect(output?.json).toMatchObject({ outcome: 'created', hubEvent: { id: '17' } });
  });

  test('the first order that cannot be written stops the node, as before', async () => {
    const { written, run } = world({ withHub: false, onWrite: () => new Failure('NeedsHuman', 'no') });
    await expect(run([item(order()), item(order())], {}, false)).rejects.toThrow('no');
    expect(written).toHaveLength(1);
  });
});
