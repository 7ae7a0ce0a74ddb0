// The same job built from stock n8n nodes only: a webhook, then one HTTP Request node for each call that the pack makes to the ERP.
// No signature check, no duplicate protection, no version check: what an integrator gets together in an afternoon.
const ID = 'MedSupplyBench01';
const PATH = 'bench-stock-orders';

/** JSON text in which `[[…]]` marks an expression of n8n. */
const body = (method, parameters, context) =>
  `={{ JSON.stringify({ id: 1, method: 'model.${method}', params: [${parameters}, ${JSON.stringify(context)}] }) }}`;

const SALE_FIELDS = JSON.stringify([
  'number',
  'state',
  'reference',
  'sale_date',
  'untaxed_amount',
  'tax_amount',
  'total_amount',
  'currency.code',
  'party.code',
  'party.name',
  'lines',
  'lines.type',
  'lines.sequence',
  'lines.quantity',
  'lines.unit_price',
  'lines.amount',
  'lines.description',
  'lines.product.code',
  'web_id',
]);

const CALLS = (context) => [
  ['Company', body('company.company.search_read', `[["id","=",1]], 0, 1, null, ["timezone","party"]`, context)],
  ['Rounding', body('account.configuration.read', `[1], ["tax_rounding"]`, context)],
  [
    'Party',
    body(
      'party.party.search_read',
      `[["code","=","STOCK-" + $('Orders').item.json.body.customer.email]], 0, 1, null, ["code","name","customer_payment_term","addresses"]`,
      context,
    ),
  ],
  [
    'Currency',
    body(
      'currency.currency.search_read',
      `[["code","=",$('Orders').item.json.body.currency]], 0, 1, null, ["digits","rounding"]`,
      context,
    ),
  ],
  [
    'Products',
    body(
      'product.product.search_read',
      `[["code","in",$('Orders').item.json.body.line_items.map((line) => line.sku).concat(["FREIGHT"])]], 0, 500, null, ["code","name","type","salable","sale_uom","account_category.customer_taxes"]`,
      context,
    ),
  ],
  [
    'Taxes',
    body(
      'account.tax.search_read',
      `[["company","=",1],["parent","=",null],["type","=","percentage"]], 0, 500, null, ["rate"]`,
      context,
    ),
  ],
  ['Units', body('product.uom.search_read', `[], 0, 500, null, ["symbol","category","digits"]`, context)],
  [
    'Country',
    body(
      'country.country.search_read',
      `[["code","=",$('Orders').item.json.body.shipping_address.country_code]], 0, 1, null, ["code"]`,
      context,
    ),
  ],
  [
    'Create',
    body(
      'sale.sale.create',
      `[{
        party: $('Party').item.json.result[0].id,
        web_id: "stock/" + $('Orders').item.json.body.name,
        reference: $('Orders').item.json.body.name,
        sale_date: { __class__: "date", year: 2026, month: 11, day: 23 },
        currency: $('Currency').item.json.result[0].id,
        invoice_address: $('Party').item.json.result[0].addresses[0],
        shipment_address: $('Party').item.json.result[0].addresses[0],
        payment_term: $('Party').item.json.result[0].customer_payment_term,
        lines: [["create", $('Orders').item.json.body.line_items.map((line) => [line.sku, line.quantity, line.price, line.title])
          .concat($('Orders').item.json.body.shipping_lines.map((line) => ["FREIGHT", 1, line.price, line.title]))
          .map(([code, quantity, price, description], place) => {
            const product = $('Products').item.json.result.find((candidate) => candidate.code === code);
            return {
              type: "line", sequence: place + 1, product: product.id, unit: product.sale_uom, quantity,
              unit_price: { __class__: "Decimal", decimal: price }, taxes: [["add", [$('Taxes').item.json.result.find(({ rate }) => Number(rate.decimal) === 0.13).id]]], description,
            };
          })]],
      }]`,
      context,
    ),
  ],
  ['Read Back', body('sale.sale.read', `[$('Create').item.json.result[0]], ${SALE_FIELDS}`, context)],
  ['Quote', body('sale.sale.quote', `[$('Create').item.json.result[0]]`, context)],
  ['Read Again', body('sale.sale.read', `[$('Create').item.json.result[0]], ${SALE_FIELDS}`, context)],
];

/**
 * @param url address of the ERP's database
 * @param context what every call carries as its last parameter
 * @returns the workflow, the id its credential needs, and where it listens
 */
export function stockFlow(url, context) {
  const calls = CALLS(context);
  const nodes = [
    {
      id: '5b6f2f0e-52a1-4a52-9d1c-6f1e4f6d0f01',
      name: 'Orders',
      type: 'n8n-nodes-base.webhook',
      typeVersion: 2,
      position: [0, 0],
      webhookId: '5b6f2f0e-52a1-4a52-9d1c-6f1e4f6d0f01',
      parameters: { httpMethod: 'POST', path: PATH, responseMode: 'onReceived', options: {} },
    },
    ...calls.map(([name, jsonBody], place) => ({
      id: `5b6f2f0e-52a1-4a52-9d1c-6f1e4f6d1${String(place).padStart(3, '0')}`,
      name,
      type: 'n8n-nodes-base.httpRequest',
      typeVersion: 4.2,
      position: [220 * (place + 1), 0],
      credentials: { httpHeaderAuth: { id: '', name: '' } },
      parameters: {
        method: 'POST',
        url,
        authentication: 'genericCredentialType',
        genericAuthType: 'httpHeaderAuth',
        sendBody: true,
        specifyBody: 'json',
        jsonBody,
        options: {},
      },
    })),
  ];
  const names = nodes.map(({ name }) => name);
  const connections = Object.fromEntries(
    names.slice(0, -1).map((name, place) => [name, { main: [[{ node: names[place + 1], type: 'main', index: 0 }]] }]),
  );
  return {
    path: PATH,
    workflow: { id: ID, name: 'Bench: stock nodes', active: false, nodes, connections, settings: { executionOrder: 'v1' } },
  };
}
