import { startTrytonSimulator, type TrytonSimulator } from '../../src/tryton';
import { behaviours, changeableModels } from '../../src/tryton/models';
import { modelDefinitions } from '../../src/tryton/orm/definition';
import { TestClient } from './client';

let simulator: TrytonSimulator;
let client: TestClient;

beforeAll(async () => {
  simulator = await startTrytonSimulator({ database: 'shop' });
  client = await TestClient.login(simulator);
});

afterAll(() => simulator.close());

test.each([
  ['a method', 'sale.sale.handle_invoice_exception', [[1]]],
  ['a generic method', 'sale.sale.fields_get', [[]]],
  ['a model', 'purchase.purchase.search', [[]]],
  ['a computed field', 'product.product.read', [[1], ['quantity']]],
  ['a search operator', 'stock.location.search', [[['parent', 'child_of', [5], 'parent']]]],
  ['changes of a model', 'account.invoice.write', [[1], { comment: 'x' }]],
  ['an identifier check', 'party.party.create', [[{ name: 'x', identifiers: [['create', [{ type: 'eu_vat', code: 'BE1' }]]] }]]],
])('what the real system has and the sandbox lacks (%s) fails with 501 and says so', async (_what, method, params) => {
  const { status, text } = await client.call(method, ...params);
  expect(status).toBe(501);
  expect(text).toMatch(/^the sandbox does not implement /);
});

test('a wizard and a report are not simulated, an unknown one fails as in the real system', async () => {
  expect((await client.rpc('wizard.sale.return_sale.create', [client.context])).status).toBe(501);
  expect((await client.rpc('report.sale.sale.execute', [[1], {}, client.context])).status).toBe(501);
  expect((await client.rpc('wizard.no.such.create', [client.context])).error).toEqual(["'no.such'", '']);
});

test('a failed request leaves the state as it was', async () => {
  const before = JSON.stringify(simulator.state.rows('party.party'));
  await client.call('party.party.create', [
    { name: 'x', code: 'NEW' },
    { name: 'y', code: 'CUST-001' },
  ]);
  expect(JSON.stringify(simulator.state.rows('party.party'))).toBe(before);
});

test('a question is asked until its answer is stored, and one answer serves once', async () => {
  simulator.knobs.warnings = [{ method: 'sale.sale.quote', name: 'credit_limit_3', message: 'The credit limit is exceeded.' }];
  const id = await client.createSale();
  const quote = () => client.call('sale.sale.quote', [id]);
  expect((await quote()).error).toEqual(['UserWarning', ['credit_limit_3', 'The credit limit is exceeded.', '']]);
  expect((await client.readSale(id, 'state')).state).toBe('draft');
  await client.call('res.user.warning.create', [{ name: 'credit_limit_3', user: 2, always: false }]);
  expect((await quote()).result).toBeNull();
  expect((await client.readSale(id, 'state')).state).toBe('quotation');
  expect((await quote()).error?.[0]).toBe('UserWarning');
  simulator.knobs.warnings = [];
});

test('tests can look into the tables and change them', () => {
  simulator.state.change('party.party', 4, { active: 0 });
  expect(simulator.state.row('party.party', 4)).toMatchObject({ code: 'CUST-002', active: 0 });
  expect(() => simulator.state.change('party.party', 4, { nme: 'x' })).toThrow("'nme'");
  expect(() => simulator.state.rows('no.model')).toThrow("'no.model'");
  simulator.state.change('party.party', 4, { active: 1 });
});

test('every default of a model that clients may change is known', () => {
  const missing = [...changeableModels].flatMap((name) =>
    Object.entries(modelDefinitions.get(name)?.fields ?? {})
      .filter(([field, { default: has }]) => has === true && !['create_uid', 'create_date'].includes(field))
      .filter(([field]) => behaviours[name]?.defaults?.[field] === undefined)
      .map(([field]) => `${name}.${field}`),
  );
  expect(missing).toEqual([]);
});

test('a request without a session may not be larger than two mebibytes', async () => {
  const body = JSON.stringify({ id: 1, method: 'common.db.login', params: ['x'.repeat(2 * 1024 * 1024), { password: 'y' }] });
  const response = await fetch(`${simulator.url}/shop/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(response.status).toBe(413);
});
