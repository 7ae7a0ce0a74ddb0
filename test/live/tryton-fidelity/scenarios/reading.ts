import { date, decimal, type Scenario } from '../peer';

/** search, search_read, search_count and read on the seeded master data. */
export const masterData: Scenario = {
  name: 'master data',
  async run(peer) {
    await peer.login();
    const find = (model: string, domain: unknown, fields: string[], rest: readonly [number?, (number | null)?, unknown?] = []) =>
      peer.call(`search_read ${model} ${JSON.stringify(domain)} ${JSON.stringify(rest)}`, `${model}.search_read`, [
        domain,
        rest[0] ?? 0,
        rest[1] ?? null,
        rest[2] ?? null,
        fields,
      ]);
    await find(
      'party.party',
      [],
      ['name', 'code', 'rec_name', 'full_name', 'active', 'addresses', 'identifiers', 'categories', 'lang'],
    );
    await find(
      'party.party',
      [['code', 'in', ['CUST-001', 'CUST-002']]],
      [
        'tax_identifier',
        'contact_mechanisms',
        'email',
        'phone',
        'sale_price_list',
        'customer_payment_term',
        'customer_location',
        'supplier_location',
        'code_readonly',
        'customer_tax_rule',
        'account_receivable',
        'create_date',
        'write_date',
        'create_uid',
        'write_uid',
      ],
    );
    await find(
      'party.address',
      [],
      [
        'party',
        'name',
        'party_name',
        'street',
        'city',
        'postal_code',
        'country',
        'subdivision',
        'full_address',
        'rec_name',
        'sequence',
        'active',
        'invoice',
        'delivery',
      ],
    );
    await find('party.identifier', [], ['party', 'type', 'code', 'rec_name', 'sequence', 'party.name']);
    await find(
      'party.contact_mechanism',
      [],
      ['party', 'type', 'value', 'value_compact', 'name', 'rec_name', 'sequence', 'active', 'email', 'language'],
    );
    await find('party.category', [], ['name', 'rec_name', 'parent']);
    await find(
      'product.product',
      [],
      [
        'code',
        'rec_name',
        'name',
        'template',
        'type',
        'salable',
        'sale_uom',
        'default_uom',
        'default_uom_category',
        'list_price',
        'list_price_uom',
        'cost_price',
        'active',
        'suffix_code',
        'prefix_code',
        'account_category',
        'lot_required',
        'shelf_life_state',
        'identifiers',
        'description',
        'consumable',
        'sale_price_uom',
        'template.rec_name',
        'sale_uom.rec_name',
        'account_category.customer_taxes',
      ],
    );
    await find(
      'product.template',
      [],
      [
        'code',
        'rec_name',
        'name',
        'products',
        'type',
        'list_price',
        'cost_price',
        'default_uom',
        'sale_uom',
        'salable',
        'purchasable',
        'account_category',
        'lot_required',
        'shelf_life_state',
        'expiration_state',
        'consumable',
        'products.code',
      ],
    );
    await find(
      'product.category',
      [],
      ['name', 'rec_name', 'parent', 'childs', 'accounting', 'customer_taxes', 'account_revenue', 'customer_taxes.rate'],
    );
    await find(
      'product.uom',
      [['category.name', '=', 'Units']],
      ['name', 'symbol', 'rec_name', 'category', 'digits', 'rounding', 'factor', 'rate', 'active'],
    );
    await find('product.uom', [], ['name'], [0, 5]);
    await find(
      'account.tax',
      [],
      [
        'name',
        'description',
        'type',
        'rate',
        'amount',
        'active',
        'company',
        'group',
        'parent',
        'childs',
        'start_date',
        'end_date',
        'sequence',
        'update_unit_price',
        'rec_name',
        'legal_notice',
      ],
    );
    await find('account.invoice.payment_term', [], ['name', 'rec_name', 'lines', 'lines.type', 'active', 'description']);
    await find(
      'currency.currency',
      [],
      ['code', 'name', 'symbol', 'rec_name', 'digits', 'rounding', 'rates', 'rate', 'active', 'numeric_code'],
    );
    await find('company.company', [], ['party', 'currency', 'timezone', 'rec_name', 'party.name', 'employees']);
    await find(
      'res.user',
      [],
      [
        'name',
        'login',
        'rec_name',
        'company',
        'company.rec_name',
        'employee',
        'employee.rec_name',
        'active',
        'groups',
        'language',
      ],
    );
    await find(
      'product.price_list',
      [],
      ['name', 'company', 'lines', 'unit', 'tax_included', 'rec_name', 'lines.formula', 'lines.product', 'lines.product.code'],
    );
    await find(
      'stock.location',
      [],
      [
        'name',
        'code',
        'type',
        'rec_name',
        'parent',
        'active',
        'address',
        'storage_location',
        'input_location',
        'output_location',
        'childs',
      ],
    );
    await find('stock.lot', [], ['number', 'product', 'rec_name', 'product.code']);
    await find('stock.lot', [['number', '=', 'LOT-A1']], ['shelf_life_expiration_date', 'expiration_date']);
    await find('sale.sale', [], ['number']);
    await find('account.invoice', [], ['number']);
    await find('stock.shipment.out', [], ['number']);
    await find('res.user.warning', [], ['name']);
  },
};

/** Operators, nesting, nulls, orders, windows and their errors. */
export const domains: Scenario = {
  name: 'domains and orders',
  async run(peer) {
    await peer.login();
    const search = (model: string, domain: unknown, ...rest: unknown[]) =>
      peer.call(`search ${model} ${JSON.stringify([domain, ...rest])}`, `${model}.search`, [domain, ...rest]);
    for (const domain of [
      [['code', '=', 'CUST-001']],
      ['code', '=', 'CUST-001'],
      [['code', '!=', 'CUST-001']],
      [['code', 'in', ['CUST-001', 'CUST-002', 'X']]],
      [['code', 'in', []]],
      [['code', 'not in', []]],
      [['code', 'not in', ['CUST-001']]],
      [['code', 'in', ['CUST-001', null]]],
      [['code', 'like', 'CUST%']],
      [['code', 'like', 'cust%']],
      [['code', 'ilike', 'cust%']],
      [['code', 'not like', 'CUST%']],
      [['code', 'not ilike', 'cust%']],
      [['code', 'like', 'CUST-00_']],
      [['code', 'ilike', '%-001']],
      [['name', 'ilike', '%hospital%']],
      [['name', '=', 'first hospital']],
      [['rec_name', 'ilike', '%CUST-001%']],
      [['rec_name', '=', 'First Hospital']],
      [['rec_name', '!=', 'First Hospital']],
      ['OR', [['code', '=', 'CUST-001']], [['code', '=', 'CUST-002']]],
      ['OR', ['code', '=', 'CUST-001'], ['code', '=', 'CUST-002']],
      ['AND', ['code', '=', 'CUST-001'], ['name', '=', 'First Hospital']],
      [
        ['name', 'like', 'F%'],
        [
          'OR',
          ['code', '=', 'CUST-001'],
          [
            ['code', '=', 'CUST-002'],
            ['active', '=', true],
          ],
        ],
      ],
      ['OR'],
      [['active', '=', false]],
      [['active', 'in', [true, false]]],
      [['id', '=', 3]],
      [['id', 'in', [3, 4, 99]]],
      [['id', '>', 2]],
      [['id', '<=', 2]],
      [['id', '=', null]],
      [['addresses.city', '=', 'Suzhou']],
      [['addresses', '=', 3]],
      [['addresses', '=', null]],
      [['addresses', '!=', null]],
      [['addresses.postal_code', 'not in', ['215000']]],
      [['identifiers.code', '=', '91320500MA1XXXXX0A']],
      [['identifiers', 'where', [['code', 'like', '9132%']]]],
      [['identifiers', 'not where', [['code', 'like', '9132%']]]],
      [['contact_mechanisms.value', '=', 'cust-001@example.com']],
      [['tax_identifier', '=', '91320500MA1XXXXX0A']],
      [['create_uid', '=', 1]],
      [['create_uid.login', '=', 'admin']],
      [['create_uid', '=', 'Administrator']],
      [['write_date', '=', null]],
      [
        [
          'create_date',
          '>=',
          { __class__: 'datetime', year: 2020, month: 1, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0 },
        ],
      ],
      [['create_date', '>=', '2020-01-01 00:00:00']],
      [['create_date', '<', date('2020-01-01')]],
      [['lang', '=', null]],
      [['sale_price_list', '=', 1]],
      [['sale_price_list.name', '=', 'Hospital A']],
      [['customer_payment_term', '=', null]],
      [['nme', '=', 'x']],
      [['addresses.nme', '=', 'x']],
      [['code', '~', 'x']],
      [['code', '=']],
      ['code'],
      'code',
      null,
      {},
      [['code', '=', 5]],
      [['id', '=', 'abc']],
      [['id', 'in', 3]],
      [['code.x', '=', 'a']],
      [['email', '=', 'cust-001@example.com']],
      [['full_name', '=', 'First Hospital']],
    ])
      await search('party.party', domain);
    for (const domain of [
      [['code', '=', 'MON-7']],
      [['code', '=', 'mon-7']],
      [['code', '=', null]],
      [['template.code', '=', 'MON-7']],
      [['template.name', 'ilike', '%stent%']],
      [['name', '=', 'Freight']],
      [['name', 'like', '%a%']],
      [['rec_name', 'ilike', '%mon-7%']],
      [['rec_name', '=', '[MON-7] Bedside monitor 7in']],
      [['type', '=', 'service']],
      [['type', '!=', 'service']],
      [['type', 'in', ['goods', 'assets']]],
      [['salable', '=', true]],
      [['list_price', '>', decimal('100')]],
      [['list_price', '=', decimal('25')]],
      [['account_category.name', '=', 'Devices 13%']],
      [['template.account_category.customer_taxes', '=', 1]],
      [['sale_uom', '=', 'Unit']],
      [['identifiers.code', '=', '06901234567892']],
      [['identifiers', '=', null]],
      [['shelf_life_state', '=', 'required']],
      [['cost_price', '>', decimal('10')]],
    ])
      await search('product.product', domain);
    for (const domain of [
      [['rate', '=', decimal('0.13')]],
      [['rate', '>', decimal('0.02')]],
      [['rate', 'in', [decimal('0.13'), decimal('0.03')]]],
      [['rate', '=', 0.13]],
      [['rate', '!=', null]],
      [['rate', '=', decimal('0.130')]],
      [['name', 'like', '%13\\%']],
      [['name', 'like', 'VAT 13%']],
      [['company', '=', 1]],
      [['company.party.name', 'like', 'Suzhou%']],
      [['parent', '=', null]],
    ])
      await search('account.tax', domain);
    for (const domain of [
      [['shelf_life_expiration_date', '>=', date('2020-01-01')]],
      [['shelf_life_expiration_date', '=', null]],
      [['shelf_life_expiration_date', '>=', '2020-01-01']],
      [
        ['product.code', '=', 'STENT-35-18'],
        ['number', 'like', 'LOT-A%'],
      ],
      [['product', '=', 1]],
      [['product', 'in', [1, 2]]],
    ])
      await search('stock.lot', domain);
    await search('product.uom', [['rounding', '<', 0.1]]);
    await search('product.uom', [['symbol', '=', 'u']]);
    await search('stock.location', [['type', '=', 'warehouse']]);
    await search('stock.location', [
      ['parent.code', '=', 'WH'],
      ['type', '=', 'storage'],
    ]);
    await search('stock.location', [['warehouse', '=', 5]]);
    await search('res.user', [
      ['groups.name', '=', 'Sales'],
      ['login', '!=', 'admin'],
    ]);
    await search('res.user', [['groups', 'in', [6]]], 0, null, [['id', 'ASC']]);
    await search('product.category', [['customer_taxes', '=', 1]]);
    await search('product.category', [['customer_taxes', '=', null]]);
    await search('product.category', [['customer_taxes.rate', '>', decimal('0.01')]]);
    const party = (...rest: unknown[]) => search('party.party', [], ...rest);
    await party(0, 2);
    await party(1, 2);
    await party(10, 2);
    await party(1);
    await party(0, 0);
    await party(0, null, [['name', 'DESC']]);
    await party(0, null, [['code', 'ASC']]);
    await party(0, null, [['id', 'DESC']]);
    await party(0, null, [
      ['write_date', 'ASC'],
      ['id', 'ASC'],
    ]);
    await party(0, null, [
      ['create_date', 'DESC'],
      ['id', 'DESC'],
    ]);
    await party(0, null, [['name', null]]);
    await party(0, null, [['name', 'asc']]);
    await party(0, null, [['name', 'SIDEWAYS']]);
    await party(0, null, [['nme', 'ASC']]);
    await party(0, null, [['name']]);
    await party(0, null, [
      ['create_uid', 'ASC'],
      ['id', 'DESC'],
    ]);
    await party(0, null, [
      ['create_uid.login', 'ASC'],
      ['id', 'DESC'],
    ]);
    await party(0, null, [['addresses', 'ASC']]);
    await party(0, null, [['full_name', 'ASC']]);
    await search('product.product', [], 0, null, [['code', 'DESC']]);
    await search('product.product', [], 0, null, [
      ['template', 'ASC'],
      ['id', 'DESC'],
    ]);
    await search('product.product', [], 0, null, [['template.name', 'DESC']]);
    await search('product.product', [], 0, null, [['name', 'DESC']]);
    await search('product.product', [], 0, null, [
      ['account_category', 'DESC'],
      ['code', 'ASC'],
    ]);
    await search('account.tax', [], 0, null, [['rate', 'DESC']]);
    await search('stock.lot', [], 0, null, [
      ['shelf_life_expiration_date', 'ASC NULLS LAST'],
      ['number', 'ASC'],
    ]);
    await search('stock.lot', [], 0, null, [
      ['shelf_life_expiration_date', 'ASC NULLS FIRST'],
      ['number', 'ASC'],
    ]);
    await search('stock.lot', [], 0, null, [
      ['shelf_life_expiration_date', 'DESC'],
      ['number', 'ASC'],
    ]);
    await peer.call('search_count', 'party.party.search_count', [[['code', 'like', 'CUST%']]]);
    await peer.call('search_count of nothing', 'sale.sale.search_count', [[]]);
    await peer.call('search_read without fields', 'party.party.search_read', [[['code', '=', 'CUST-001']]]);
    await peer.call('inactive wanted', 'party.party.search', [[]], { active_test: false });
  },
};

/** read: shapes, dotted fields, missing records and fields. */
export const reads: Scenario = {
  name: 'read',
  async run(peer) {
    await peer.login();
    const read = (model: string, ids: unknown, fields: unknown, context: object = {}) =>
      peer.call(`read ${model} ${JSON.stringify([ids, fields])}`, `${model}.read`, [ids, fields], context);
    await read('party.party', [3, 1], ['code']);
    await read('party.party', [4, 3], ['code', 'id']);
    await read('party.party', [3, 3], ['code']);
    await read('party.party', [], ['code']);
    await read('party.party', [3], []);
    await read('party.party', [3], ['id']);
    await read('party.party', [3], ['_timestamp', '_write', '_delete']);
    await read('party.party', [999], ['code']);
    await read('party.party', [3, 999], ['code']);
    await read('party.party', [999], ['id']);
    await read('party.party', [3], ['nme']);
    await read('party.party', [3], ['addresses.nme']);
    await read('party.party', ['3'], ['code']);
    await read('party.party', ['x'], ['code']);
    await read('party.party', 3, ['code']);
    await read('party.party', [3], 'code');
    await read('party.party', [3], ['addresses.city', 'addresses.party.code', 'identifiers.code']);
    await read('party.party', [3], ['addresses', 'addresses.city']);
    await read('party.party', [2], ['addresses.city', 'identifiers.code', 'tax_identifier.code']);
    await read('party.party', [3], ['tax_identifier.code', 'sale_price_list.name', 'customer_payment_term.name']);
    await read('party.party', [3], ['create_uid.login', 'write_uid.rec_name']);
    await read('party.party', [3], ['sale_price_list'], { company: null });
    await read('party.party', [4, 3], ['sale_price_list.name', 'addresses.rec_name']);
    await read('product.product', [1], ['template.account_category.customer_taxes.rate']);
    await read('sale.sale', [1], ['number']);
    await read('sale.line', [1], ['quantity']);
    await read('account.tax', [99], ['name']);
    await read('stock.lot', [99], ['number']);
    await read('res.group', [1], ['name']);
    await read('company.company', [1], ['timezone']);
    await peer.rpc('read without the company', 'model.account.tax.read', [[1], ['name'], {}]);
    await peer.rpc('search without the company', 'model.account.tax.search', [[], {}]);
    await peer.rpc('price list without the company', 'model.product.price_list.search', [[], {}]);
    await peer.rpc('default_get without the company', 'model.sale.sale.default_get', [['company', 'currency'], {}]);
    await peer.call('foreign company', 'account.tax.search', [[]], { company: 2 });
    await peer.call(
      'price in context',
      'product.product.read',
      [
        [1, 2],
        ['list_price', 'sale_price_uom'],
      ],
      {
        price_list: 1,
        customer: 3,
        sale_date: date('2026-11-23'),
        currency: 1,
        uom: 1,
        quantity: 3,
      },
    );
    await peer.call('price without a price list', 'product.product.read', [[1, 2, 4], ['sale_price_uom']], { quantity: 1 });
    await peer.call('price in another currency', 'product.product.read', [[1], ['sale_price_uom']], { currency: 2, quantity: 1 });
    await peer.call('sale defaults', 'sale.sale.default_get', [
      [
        'company',
        'currency',
        'invoice_method',
        'shipment_method',
        'state',
        'warehouse',
        'payment_term',
        'shipment_cost_method',
        'invoice_state',
        'currency_digits',
        'party',
        'number',
      ],
    ]);
    await peer.call('sale defaults without names', 'sale.sale.default_get', [['company', 'currency'], false]);
    await peer.call('line defaults', 'sale.line.default_get', [['type', 'unit_digits', 'quantity']]);
    await peer.call('defaults of an unknown field', 'sale.sale.default_get', [['nme']]);
    await peer.call('party defaults', 'party.party.default_get', [
      ['active', 'lang', 'code_readonly', 'categories', 'addresses'],
    ]);
    await peer.call('address defaults', 'party.address.default_get', [['active', 'invoice']]);
    await peer.call('template defaults', 'product.template.default_get', [
      ['active', 'type', 'cost_price_method', 'consumable', 'expiration_state', 'shelf_life_state', 'list_price'],
    ]);
  },
};
