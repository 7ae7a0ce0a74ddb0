import { date, decimal, type Scenario } from '../peer';

/** The calls of a typical connector in their order: look up, create, read back, advance, repeat. */
export const connector: Scenario = {
  name: 'a connector at work',
  async run(peer) {
    await peer.login();
    const find = (
      label: string,
      model: string,
      domain: unknown,
      fields: readonly string[],
      limit: number | null = null,
      context = {},
    ) => peer.call(label, `${model}.search_read`, [domain, 0, limit, null, fields], context);
    await find('company', 'company.company', [['id', '=', 1]], ['timezone'], 1);
    await peer.call('tax rounding', 'account.configuration.read', [[1], ['tax_rounding']]);
    await find('currency', 'currency.currency', [['code', '=', 'CNY']], ['digits', 'rounding'], 1);
    await find('unknown currency', 'currency.currency', [['code', '=', 'XXX']], ['digits', 'rounding'], 1);
    await find(
      'taxes',
      'account.tax',
      [
        ['company', '=', 1],
        ['parent', '=', null],
        ['OR', ['group', '=', null], ['group.kind', 'in', ['sale', 'both']]],
      ],
      ['rate', 'childs.rate'],
    );
    await find(
      'percentages',
      'account.tax',
      [
        ['type', '=', 'percentage'],
        ['company', '=', 1],
      ],
      ['rate', 'childs.rate', 'start_date', 'end_date'],
    );
    await find('units', 'product.uom', [], ['symbol', 'category', 'digits']);
    await find('country', 'country.country', [['code', 'in', ['CN', 'US']]], ['code']);
    await find(
      'region',
      'country.subdivision',
      [
        ['code', '=', 'CN-JS'],
        ['country', '=', 1],
      ],
      ['code', 'name'],
    );
    const productFields = [
      'code',
      'name',
      'type',
      'salable',
      'sale_uom',
      'default_uom.category',
      'identifiers.code',
      'account_category.customer_taxes',
    ];
    await find('products', 'product.product', [['code', 'in', ['STENT-35-18', 'GLOVE-M-100', 'NONE']]], productFields);
    await find('products by GTIN', 'product.product', [['identifiers.code', 'in', ['06901234567892']]], productFields);
    const addressFields = ['party_name', 'street', 'postal_code', 'city', 'country', 'subdivision'];
    const partyFields = [
      'code',
      'name',
      'active',
      'customer_payment_term',
      'addresses.active',
      ...addressFields.map((field) => `addresses.${field}`),
    ];
    const inactiveToo = { active_test: false };
    await find('unknown party', 'party.party', [['code', 'in', ['SHOP-1', 'SHOP-2']]], partyFields, null, inactiveToo);
    const address = {
      party_name: '采购部',
      street: '9 Care St\nTower B',
      postal_code: '210000',
      city: 'Nanjing',
      country: null,
      subdivision: null,
    };
    const created = await peer.call('new party', 'party.party.create', [
      [
        {
          name: '南京第三医院',
          code: 'SHOP-1',
          addresses: [['create', [address]]],
          contact_mechanisms: [
            [
              'create',
              [
                { type: 'email', value: 'ap@third.example' },
                { type: 'phone', value: '+86 25 8888 8888' },
              ],
            ],
          ],
          identifiers: [['create', [{ code: '91110000600037341L' }]]],
        },
      ],
    ]);
    const [party = -1] = (created ?? []) as number[];
    await find('new party', 'party.party', [['code', 'in', ['SHOP-1']]], partyFields, null, inactiveToo);
    const [added = -1] = ((await peer.call('second address', 'party.address.create', [[{ ...address, city: 'Wuxi', party }]])) ??
      []) as number[];
    await find('addresses', 'party.address', [['party', '=', party]], addressFields);
    const [bare = -1] = ((await peer.call('party without anything', 'party.party.create', [
      [{ name: 'Bare', code: 'SHOP-3', addresses: [], contact_mechanisms: [], identifiers: [] }],
    ])) ?? []) as number[];
    await find('party without anything', 'party.party', [['code', '=', 'SHOP-3']], partyFields);
    await peer.call('other kind of contact', 'party.contact_mechanism.create', [
      [{ party: bare, type: 'other', value: '8888 ext. 4' }],
    ]);
    const saleFields = [
      'number',
      'state',
      'reference',
      'sale_date',
      'untaxed_amount',
      'tax_amount',
      'total_amount',
      'currency.code',
      'party.code',
      'lines.type',
      'lines.sequence',
      'lines.quantity',
      'lines.unit_price',
      'lines.amount',
      'lines.description',
      'lines.unit.symbol',
      'lines.product.code',
      'lines.product.identifiers.code',
      'web_id',
    ];
    const byKey = [['web_id', '=', 'shopify/shop-1/order/1001']];
    await find('order not there yet', 'sale.sale', byKey, saleFields, 1);
    const values = {
      party,
      web_id: 'shopify/shop-1/order/1001',
      reference: '#1001',
      sale_date: date(peer.today),
      currency: 1,
      invoice_address: added,
      shipment_address: added,
      comment: '请小心轻放 🏥\nRing twice',
      lines: [
        [
          'create',
          [
            {
              type: 'line',
              sequence: 1,
              product: 1,
              unit: 1,
              quantity: 2,
              unit_price: decimal('1061.9469'),
              taxes: [['add', [1]]],
              description: 'Stent 3.5×18',
            },
            {
              type: 'line',
              sequence: 2,
              product: 1,
              unit: 1,
              quantity: 1,
              unit_price: decimal('1061.9469'),
              taxes: [['add', [1]]],
              description: 'Stent 3.5×18',
            },
            {
              type: 'line',
              sequence: 3,
              product: 4,
              unit: 1,
              quantity: 1,
              unit_price: decimal('25.0000'),
              taxes: [],
              description: 'Shipping',
            },
          ],
        ],
      ],
    };
    const [sale = -1] = ((await peer.call('order', 'sale.sale.create', [[values]])) ?? []) as number[];
    await peer.call('the same order again', 'sale.sale.create', [[values]]);
    await find('order', 'sale.sale', byKey, saleFields, 1);
    for (const button of ['quote', 'confirm']) {
      await peer.call(button, `sale.sale.${button}`, [[sale]]);
      await peer.call(`state after ${button}`, 'sale.sale.read', [
        [sale],
        ['state', 'number', 'shipment_state', 'invoice_state'],
      ]);
    }
    await find(
      'order after confirm',
      'sale.sale',
      byKey,
      [...saleFields, 'shipments.number', 'shipments.state', 'invoices.state', 'invoices.total_amount'],
      1,
    );
    await find(
      'order by reference and party',
      'sale.sale',
      [
        ['reference', '=', '#1001'],
        ['party.code', 'in', ['SHOP-1', 'CUST-001']],
        ['state', '!=', 'cancelled'],
      ],
      saleFields,
      1,
    );
    await peer.call('feed of changes', 'sale.sale.search_count', [
      [
        'OR',
        [
          'create_date',
          '>=',
          { __class__: 'datetime', year: 2020, month: 1, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0 },
        ],
        [
          'write_date',
          '>=',
          { __class__: 'datetime', year: 2020, month: 1, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0 },
        ],
      ],
    ]);
    await peer.call('address of a confirmed order is deleted', 'party.address.delete', [[added]]);
    await peer.call('address is deactivated', 'party.address.write', [[added], { active: false }]);
    await find('active addresses', 'party.address', [['party', '=', party]], addressFields);
    await peer.call('addresses of the party', 'party.party.read', [[party], ['addresses']]);
    await peer.call('addresses with the inactive', 'party.party.read', [[party], ['addresses', 'addresses.active']], inactiveToo);
    await peer.call('party of a confirmed order is deleted', 'party.party.delete', [[party]]);
    await peer.call('party without orders is deleted', 'party.party.delete', [[bare]]);
    const [wrong = -1] = ((await peer.call('wrong order', 'sale.sale.create', [
      [{ ...values, web_id: 'shopify/shop-1/order/1002', invoice_address: null, shipment_address: null }],
    ])) ?? []) as number[];
    await peer.call('wrong order is quoted', 'sale.sale.quote', [[wrong]]);
    await peer.call('wrong order is deleted', 'sale.sale.delete', [[wrong]]);
    await find('wrong order is gone', 'sale.sale', [['web_id', '=', 'shopify/shop-1/order/1002']], ['state'], 1);
    await peer.call('user', 'res.user.search', [[['login', '=', 'connector']], 0, 1, null]);
  },
};
