import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { FieldMapping } from '../../../nodes/FieldMapping/FieldMapping.node';
import { targetFields } from '../../../nodes/FieldMapping/targetFields';
import { overrideMapping } from '../../../nodes/FieldMapping/overrideMapping';
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
  total_tax: '2.60',
  total_price: '22.60',
  note_attributes: [{ name: 'ward', value: 'Ward 4' }],
  line_items: [
    {
      id: '1',
      sku: 'GLOVE-M-100',
      name: 'Gloves',
      price: '10.00',
      quantity: 2,
      current_quantity: 2,
      tax_lines: [{ title: 'VAT', rate: 0.13, price: '2.60' }],
      discount_allocations: [],
    },
  ],
  ...changes,
});
const delivery = (changes: IDataObject = {}): INodeExecutionData => ({
  json: { topic: 'orders/create', shop: 'a.myshopify.com', deliveryId: 'd-1', eventId: 'e-1', payload: payload(changes) },
});
const PARAMETERS = {
  operation: 'map',
  mappingSource: 'shipped',
  mappingId: 'shopify/order.in',
  inputField: 'payload',
  context: {},
};

async function run(
  items: readonly INodeExecutionData[],
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<INodeExecutionData[][]> {
  const context = executeContext({ items: items.map(({ json }) => json), parameters: { ...PARAMETERS, ...parameters } });
  return await new FieldMapping().execute.call(context);
}

test('a delivery becomes a document whose tenant is the shop', async () => {
  const [mapped, rejected] = await run([delivery()]);
  expect(rejected).toEqual([]);
  expect(mapped?.[0]?.json).toMatchObject({
    type: 'order',
    tenant: 'a.myshopify.com',
    id: '5001',
    totals: { totalAmount: '22.60' },
  });
});

test('an item that cannot be mapped leaves on the second output, the others go on', async () => {
  const [mapped, rejected] = await run([delivery({ currency: 'XYZ' }), delivery(), delivery({ total_price: '99.99' })]);
  expect(mapped?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
  expect(rejected?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
  expect(rejected?.[0]?.json).toMatchObject({
    mapping: 'shopify/order.in',
    deliveryId: 'd-1',
    issues: [expect.objectContaining({ source: '/currency' })],
  });
});

test('a rejection never shows personal values', async () => {
  const [, rejected] = await run([
    delivery({ currency: 'XYZ', email: 'secret@person.example', customer: { id: 1, email: 'secret@person.example' } }),
  ]);
  expect(JSON.stringify(rejected)).not.toContain('secret@person.example');
});

test('a missing input field says what to set', async () => {
  const [, rejected] = await run([{ json: payload() }]);
  expect(rejected?.[0]?.json.error).toMatch(/no field "payload".*Input Field/);
});

test('an empty Input Field maps the whole item', async () => {
  const [mapped] = await run([{ json: payload() }], { inputField: '' });
  expect(mapped).toHaveLength(1);
});

test('context values reach the mapping', async () => {
  const [mapped] = await run([delivery({ created_at: '2026-11-22T23:30:00-08:00' })], {
    context: { values: [{ name: 'timeZone', value: 'Europe/Berlin' }] },
  });
  expect(mapped?.[0]?.json).toMatchObject({ orderDate: '2026-11-23', timeZone: 'Europe/Berlin' });
});

test('an own mapping may extend a shipped one', async () => {
  const mappingJson = JSON.stringify({
    id: 'own/order.in',
    version: '1.0.0',
    extends: 'shopify/order.in',
    fields: { channel: { const: 'wholesale' } },
  });
  const [mapped] = await run([delivery()], { mappingSource: 'json', mappingJson });
  expect(mapped?.[0]?.json).toMatchObject({ channel: 'wholesale', id: '5001' });
});

test.each([
  ['text that is not JSON', '{', /not valid JSON/],
  [
    'a path into the prototype',
    JSON.stringify({ id: 'own/x', version: '1.0.0', fields: { a: { from: '__proto__.polluted' } } }),
    /fields\.a/,
  ],
  ['an unknown base', JSON.stringify({ id: 'own/x', version: '1.0.0', extends: 'nobody/knows', fields: {} }), /extends/],
])('%s is refused with the place in the mapping', async (_what, mappingJson, message) => {
  const work = run([delivery()], { mappingSource: 'json', mappingJson });
  await expect(work).rejects.toThrow(NodeOperationError);
  await expect(work).rejects.toThrow(message);
});

test('no mapping chosen says which there are', async () => {
  const error = await run([delivery()], { mappingId: '' }).catch((thrown: NodeOperationError) => thrown);
  expect(error).toMatchObject({ message: 'No mapping is chosen', description: expect.stringContaining('shopify/order.in') });
});

test('the visual form changes only the fields that are filled in', async () => {
  const value = {
    channel: '"wholesale"',
    'lines[].registrationNumber': 'sku',
    customerReference: 'note_attributes[0].value',
    note: '',
    tags: '-',
  };
  const [mapped] = await run([delivery({ tags: 'a, b' })], {
    mappingSource: 'overrides',
    overrides: { mappingMode: 'defineBelow', value },
  });
  const [item] = mapped ?? [];
  expect(item?.json).toMatchObject({
    channel: 'wholesale',
    customerReference: 'Ward 4',
    lines: [{ registrationNumber: 'GLOVE-M-100' }],
  });
  expect(item?.json).not.toHaveProperty('tags');
});

test('the form is stored as a mapping that extends the shipped one', () => {
  expect(overrideMapping('shopify/order.in', '1.0.0', { channel: '"web"', note: '-', empty: '' })).toEqual({
    id: 'shopify/order.in+form',
    version: '1.0.0',
    extends: 'shopify/order.in',
    fields: { channel: { const: 'web' }, note: null },
  });
});

test("the form offers the fields of the mapping's target document", () => {
  const { fields } = targetFields('shopify/order.in');
  const ids = fields.map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining(['customerReference', 'customer.email', 'lines[].sku', 'lines[].lots[].expiry', 'shipTo.city']),
  );
  expect(ids).not.toContain('type');
  expect(new Set(ids).size).toBe(ids.length);
});

test('coverage lists what nobody reads', async () => {
  const [mapped] = await run([delivery({ browser_ip: '192.0.2.1' })], { operation: 'coverage' });
  expect((mapped?.[0]?.json.unread as { path: string }[]).map(({ path }) => path)).toContain('browser_ip');
});

test('explain says where every field came from', async () => {
  const [mapped] = await run([delivery()], { operation: 'explain' });
  const fields = mapped?.[0]?.json.fields as { target: string; sources: { pointer: string }[] }[];
  expect(fields.find(({ target }) => target === '/lines/0/sku')?.sources[0]?.pointer).toBe('/line_items/0/sku');
});
