import { existsSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { Hub } from '../../../nodes/Hub/Hub.node';
import { resources } from '../../../nodes/Hub/resources';
import { MedSupplyHubApi } from '../../../credentials/MedSupplyHubApi.credentials';
import { FakeHttp } from '../../support/fakeHttp';
import { FakeHub, hubCredential } from '../../support/fakeHub';
import { executeContext } from '../../support/n8nContext';

async function run(
  hub: FakeHub,
  parameters: IDataObject,
  items: readonly IDataObject[] = [{}],
  continueOnFail = false,
): Promise<INodeExecutionData[]> {
  const context = executeContext({
    items,
    continueOnFail,
    parameters,
    http: new FakeHttp((request) => hub.respond(request)),
    credentialTypes: [new MedSupplyHubApi()],
    credentials: { medSupplyHubApi: hubCredential },
    node: { credentials: { medSupplyHubApi: { id: '1', name: 'Hub' } } },
  });
  const [output] = await new Hub().execute.call(context);
  return output ?? [];
}

const jsonOf = (items: readonly INodeExecutionData[]) => items.map(({ json }) => json);

test('every operation says what a repeat does, and its parameters are shown for it only', () => {
  const operations = resources.flatMap((resource) => resource.operations);
  expect(operations).toHaveLength(22);
  for (const { effect } of operations) expect(effect.repeat).toMatch(/\w{3,}.*\.$/s);
  for (const property of new Hub().description.properties) {
    if (['resource', 'operation'].includes(property.name)) continue;
    expect(property.displayOptions?.show).toMatchObject({ resource: [expect.any(String)], operation: [expect.any(String)] });
  }
});

test('icons are there', () => {
  for (const icon of ['hub.svg', 'hub.dark.svg']) expect(existsSync(path.join(__dirname, '../../../nodes/Hub', icon))).toBe(true);
});

/** One request per operation, as the API of the hub has it. */
test.each<[string, string, IDataObject, string, unknown]>([
  ['event', 'get', { eventId: '17' }, 'GET /v1/events/17', undefined],
  [
    'event',
    'fix',
    { eventId: '17', payload: '{"id":820982911946154508}', reason: 'typo' },
    'POST /v1/events/17/fix',
    { body: '{"id":820982911946154508}', reason: 'typo' },
  ],
  ['event', 'replay', { eventId: '17', reason: 'SKU added' }, 'POST /v1/events/17/replay', { reason: 'SKU added' }],
  ['event', 'resolve', { eventId: '17', reason: 'by hand' }, 'POST /v1/events/17/resolve', { reason: 'by hand' }],
  ['effect', 'get', { effectKey: 'a%3Ab/c/d/order/1' }, 'GET /v1/effects/one?key=a%253Ab%2Fc%2Fd%2Forder%2F1', undefined],
  [
    'effect',
    'resolve',
    { effectKey: 'k', decision: 'done', reason: 'seen' },
    'POST /v1/effects/resolve',
    { key: 'k', outcome: 'done', reason: 'seen' },
  ],
  [
    'link',
    'getGraph',
    { documentSystem: 's', documentTenant: 't', documentDocumentType: 'order', documentId: '1', depth: 3 },
    'GET /v1/links/graph?system=s&tenant=t&documentType=order&id=1&depth=3',
    undefined,
  ],
  [
    'audit',
    'appendNote',
    { noteType: 'x.y', objectKind: 'order', objectId: '1', facts: '{"a":"b"}' },
    'POST /v1/audit',
    { type: 'x.y', object: { kind: 'order', id: '1' }, body: { a: 'b' } },
  ],
  ['audit', 'getCheckpoint', {}, 'GET /v1/audit/checkpoint', undefined],
  ['audit', 'getCheckpoint', { makeNew: true }, 'POST /v1/audit/checkpoint', undefined],
  ['audit', 'getProof', { proof: 'inclusion', seq: 5, size: 0 }, 'GET /v1/audit/proof/inclusion?seq=5', undefined],
  [
    'audit',
    'getProof',
    { proof: 'consistency', first: 5, size: 9 },
    'GET /v1/audit/proof/consistency?first=5&second=9',
    undefined,
  ],
  ['incident', 'close', { incidentId: '3', reason: 'fixed' }, 'POST /v1/incidents/3/close', { reason: 'fixed' }],
])('%s: %s %j asks for %s', async (resource, operation, parameters, expected, body) => {
  const hub = new FakeHub();
  const [method = '', url = ''] = expected.split(' ');
  hub.canned.set(`${method} ${decodeURIComponent(url.split('?')[0] ?? '')}`, { answered: true });
  const items = await run(hub, { resource, operation, ...parameters });
  const [seen] = hub.requests;
  const query = seen?.query.toString() ?? '';
  expect(`${seen?.method} ${seen?.path}${query === '' ? '' : `?${query}`}`).toBe(expected);
  expect(seen?.body).toEqual(body);
  expect(items).toMatchObject([{ pairedItem: { item: 0 } }]);
});

test.each([
  ['event', 'get', { eventId: ' ' }, 'Event ID is empty'],
  ['event', 'replay', { eventId: '17', reason: '' }, 'Reason is empty'],
  ['event', 'fix', { eventId: '17', payload: 'not JSON', reason: 'x' }, 'Payload (JSON) holds no JSON object'],
  ['effect', 'claim', { effectKey: 'k', content: '[1]' }, 'Content (JSON) holds no JSON object'],
  ['audit', 'appendNote', { noteType: 'x', objectKind: 'order', objectId: '', facts: '{}' }, 'About ID is empty'],
])('%s: %s refuses %j before anything is sent', async (resource, operation, parameters, message) => {
  const hub = new FakeHub();
  await expect(run(hub, { resource, operation, ...parameters })).rejects.toThrow(message);
  expect(hub.requests).toEqual([]);
});

test('Get Many reads pages until there is enough, and continues behind the last', async () => {
  const hub = new FakeHub();
  hub.fault = ({ query }) => {
    const first = Number(query.get('after') ?? '0') + 1;
    const count = Math.min(Number(query.get('limit')), Math.max(0, 1_200 - first + 1));
    return { status: 200, body: { events: Array.from({ length: count }, (_, index) => ({ id: String(first + index) })) } };
  };
  const all = await run(hub, {
    resource: 'event',
    operation: 'getMany',
    states: ['parked', 'unknown'],
    returnAll: true,
    filters: { source: 's-1' },
  });
  expect(all).toHaveLength(1_200);
  expect(hub.requests.map(({ query }) => query.toString())).toEqual([
    'state=parked&state=unknown&source=s-1&limit=500',
    'state=parked&state=unknown&source=s-1&after=500&limit=500',
    'state=parked&state=unknown&source=s-1&after=1000&limit=500',
  ]);
  expect(await run(hub, { resource: 'event', operation: 'getMany', states: [], limit: 3 })).toHaveLength(3);
});

test('a payload is read with all digits of its ids, and only when it is asked for', async () => {
  const hub = new FakeHub();
  hub.canned.set('GET /v1/events/17', { id: '17' });
  hub.fault = ({ path: asked }) =>
    asked === '/v1/events/17/body' ? { status: 200, text: '{"id":820982911946154508}' } : undefined;
  const get = { resource: 'event', operation: 'get', eventId: '17' };
  expect(jsonOf(await run(hub, get))).toEqual([{ id: '17' }]);
  expect(jsonOf(await run(hub, { ...get, includePayload: true }))).toEqual([{ id: '17', payload: { id: '820982911946154508' } }]);
});

describe('Event: Report', () => {
  const item = (id: string): IDataObject => ({ any: 'thing', hubEvent: { id, lease: `${id}.1.ff`, attempt: 1 } });

  test('reports on the events of all items in one request', async () => {
    const hub = new FakeHub();
    const output = await run(hub, { resource: 'event', operation: 'report', outcome: 'done', reportDetails: {} }, [
      item('1'),
      item('2'),
    ]);
    expect(hub.requests).toHaveLength(1);
    expect(hub.memory.reports).toEqual([
      { id: '1', lease: '1.1.ff', outcome: 'done' },
      { id: '2', lease: '2.1.ff', outcome: 'done' },
    ]);
    expect(jsonOf(output)).toMatchObject([
      { event: '1', reported: 'done', state: 'done', hubEvent: { id: '1' } },
      { event: '2' },
    ]);
  });

  test('says why an event is parked', async () => {
    const hub = new FakeHub();
    const reportDetails = { reason: 'The warehouse is closed', nextStep: 'Open it', code: 'closed' };
    await run(hub, { resource: 'event', operation: 'report', outcome: 'parked', reportDetails }, [item('1')]);
    expect(hub.memory.reports).toMatchObject([{ outcome: 'parked', ...reportDetails }]);
  });

  test('an item without an event says what to do, and the others are reported', async () => {
    const hub = new FakeHub();
    const output = await run(
      hub,
      { resource: 'event', operation: 'report', outcome: 'done', reportDetails: {} },
      [{}, item('2')],
      true,
    );
    expect(jsonOf(output)).toMatchObject([{ error: 'The item belongs to no hub event' }, { event: '2' }]);
    expect(hub.memory.reports).toHaveLength(1);
  });
});

describe('Effect: Claim and Settle', () => {
  const claim = {
    resource: 'effect',
    operation: 'claim',
    effectKey: 'wms/shopify/a/order/1',
    content: '{"id":"1"}',
    effectVersion: '1',
  };

  test('one of two claims may proceed, and later ones get the stored result', async () => {
    const hub = new FakeHub();
    const [first] = jsonOf(await run(hub, claim));
    const [second] = jsonOf(await run(hub, claim));
    expect([first?.decision, second?.decision]).toEqual(['proceed', 'inFlight']);
    await run(hub, {
      resource: 'effect',
      operation: 'settle',
      token: first?.token as string,
      effectOutcome: 'done',
      result: '{"wms":"9"}',
    });
    expect(jsonOf(await run(hub, claim))).toMatchObject([{ decision: 'done', result: { wms: '9' } }]);
  });

  test("the hub's own references are no content", async () => {
    const hub = new FakeHub();
    await run(hub, claim);
    const content = { id: '1', hubEvent: { id: '5', lease: 'x', attempt: 2 }, mappingUsed: { id: 'm', version: '1', hash: 'h' } };
    await run(hub, { ...claim, content });
    const [one, other] = hub.requests.map(
      ({ body }) => (body as { requests: { fingerprint: string }[] }).requests[0]?.fingerprint,
    );
    expect(one).toBe(other);
  });

  test('a settlement that comes too late is an error that says so', async () => {
    const hub = new FakeHub();
    await run(hub, claim);
    const settle = { resource: 'effect', operation: 'settle', token: 'stale', effectOutcome: 'done', result: '{}' };
    await expect(run(hub, settle)).rejects.toThrow(/^OUTCOME UNKNOWN/);
  });
});

test('a link names both documents', async () => {
  const hub = new FakeHub();
  const from = { fromSystem: 's', fromTenant: 't', fromDocumentType: 'order', fromId: '1', fromNumber: '#1' };
  const to = { toSystem: 'wms', toTenant: 'w', toDocumentType: 'shipment', toId: '2' };
  await run(hub, { resource: 'link', operation: 'create', ...from, ...to, relation: 'shippedBy' });
  expect(hub.links).toEqual([
    {
      from: { system: 's', tenant: 't', documentType: 'order', id: '1', number: '#1' },
      to: { system: 'wms', tenant: 'w', documentType: 'shipment', id: '2' },
      relation: 'shippedBy',
    },
  ]);
});

describe('Incident: Report', () => {
  const incident = { resource: 'incident', operation: 'report', readFrom: 'errorTrigger' };
  const errorItem: IDataObject = {
    execution: {
      id: '231',
      url: 'https://n8n.example.com/execution/231',
      error: { message: 'SKU X not found', description: 'Add it to the ERP.', stack: 'Error: Li Lei at line 1' },
      lastNodeExecuted: 'Synchronize ERP Order',
      mode: 'webhook',
    },
    workflow: { id: 'MedSupplyTpl0001', name: '01 Order sync' },
  };

  test('reports what an Error Trigger hands on, without the stack', async () => {
    const hub = new FakeHub();
    hub.canned.set('POST /v1/incidents', { id: '1', isNew: true, count: 1 });
    expect(jsonOf(await run(hub, incident, [errorItem]))).toEqual([{ id: '1', isNew: true, count: 1 }]);
    expect(hub.requests[0]?.body).toEqual({
      workflow: { id: 'MedSupplyTpl0001', name: '01 Order sync' },
      execution: '231',
      node: 'Synchronize ERP Order',
      message: 'SKU X not found',
      nextStep: 'Add it to the ERP.',
    });
  });

  test('reports a trigger that failed by itself', async () => {
    const hub = new FakeHub();
    hub.canned.set('POST /v1/incidents', { id: '1' });
    await run(hub, incident, [
      { trigger: { error: { message: 'no topic', node: { name: 'Shopify Order' } }, mode: 'trigger' }, workflow: { id: '5' } },
    ]);
    expect(hub.requests[0]?.body).toEqual({ workflow: { id: '5', name: '5' }, node: 'Shopify Order', message: 'no topic' });
  });

  test('an item of another kind is refused', async () => {
    await expect(run(new FakeHub(), incident, [{ hello: 'world' }])).rejects.toThrow('none of an Error Trigger');
  });

  test('can be told in fields', async () => {
    const hub = new FakeHub();
    hub.canned.set('POST /v1/incidents', { id: '1' });
    await run(hub, { ...incident, readFrom: 'fields', message: 'The carrier is late', nextStep: 'Call', code: 'late' });
    expect(hub.requests[0]?.body).toMatchObject({ workflow: { id: 'workflow-1' }, message: 'The carrier is late', code: 'late' });
  });
});

test('what the hub refuses is shown in its own words, and never the key', async () => {
  const hub = new FakeHub();
  const error: unknown = await run(hub, { resource: 'event', operation: 'get', eventId: '404' }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ message: 'There is no GET /v1/events/404' });
  expect(JSON.stringify(error) + String(error)).not.toContain('msk_');
});
