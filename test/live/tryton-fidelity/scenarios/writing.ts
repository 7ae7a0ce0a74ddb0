import { decimal, type Peer, type Scenario } from '../peer';

const caller =
  (peer: Peer, model: string) =>
  (label: string, method: string, params: readonly unknown[], context: object = {}): Promise<unknown> =>
    peer.call(`${model}.${method}: ${label}`, `${model}.${method}`, params, context);

const firstOf = (ids: unknown): number => (Array.isArray(ids) ? Number(ids[0]) : -1);

/** Creating, changing and deleting parties and their parts. */
export const parties: Scenario = {
  name: 'parties',
  async run(peer) {
    await peer.login();
    const party = caller(peer, 'party.party');
    const fields = [
      'name',
      'code',
      'rec_name',
      'active',
      'addresses',
      'identifiers',
      'contact_mechanisms',
      'tax_identifier',
      'email',
      'write_date',
      'write_uid',
      'lang',
      'sale_price_list',
      'customer_payment_term',
      'categories',
    ];
    const id = firstOf(
      await party('with all parts', 'create', [
        [
          {
            name: 'Third Hospital',
            code: 'CUST-003',
            addresses: [
              [
                'create',
                [
                  {
                    street: '9 Care St\nBuilding 2',
                    city: 'Nanjing',
                    postal_code: '210000',
                    party_name: 'Dept. 4',
                    name: 'East wing',
                  },
                ],
              ],
            ],
            identifiers: [['create', [{ code: '91320100MA1YYYYY0C' }, { type: 'cn_uscc', code: '91110000600037341L' }]]],
            contact_mechanisms: [
              [
                'create',
                [
                  { type: 'email', value: 'ap@third.example' },
                  { type: 'phone', value: '+86 512 8888 8888' },
                ],
              ],
            ],
          },
        ],
      ]),
    );
    await party('all parts', 'read', [
      [id],
      [
        ...fields,
        'addresses.full_address',
        'addresses.rec_name',
        'addresses.party_name',
        'identifiers.type',
        'identifiers.code',
        'contact_mechanisms.value',
        'contact_mechanisms.type',
        'contact_mechanisms.rec_name',
        'contact_mechanisms.value_compact',
        'phone',
      ],
    ]);
    await party('same code again', 'create', [[{ name: 'Copy', code: 'CUST-003' }]]);
    await party('two at once, one bad', 'create', [
      [
        { name: 'Good', code: 'CUST-010' },
        { name: 'Bad', code: 'CUST-003' },
      ],
    ]);
    await party('nothing of it stays', 'search_count', [[['code', '=', 'CUST-010']]]);
    const plain = firstOf(await party('only a name', 'create', [[{ name: 'No code' }]]));
    await party('only a name', 'read', [[plain], fields]);
    const unnamed = firstOf(await party('no name', 'create', [[{}]]));
    await party('no name', 'read', [[unnamed], fields]);
    await party('empty code', 'create', [[{ name: 'Empty code', code: '' }]]);
    await party('null code', 'create', [[{ name: 'Null code', code: null }]]);
    await party('code with spaces', 'create', [[{ name: ' spaced ', code: ' CUST-011 ' }]]);
    await party('code with spaces', 'search_read', [[['code', 'ilike', '%CUST-011%']], 0, null, null, ['name', 'code']]);
    await party('newline in the name', 'create', [[{ name: 'two\nlines', code: 'CUST-012' }]]);
    await party('tab in the code', 'create', [[{ name: 'x', code: 'CUST\t013' }]]);
    await party('emoji and Chinese', 'create', [[{ name: '苏州医院 🏥', code: 'CUST-014' }]]);
    await party('emoji and Chinese', 'search_read', [[['name', 'like', '苏州%']], 0, null, null, ['name', 'code']]);
    await party('emoji as like', 'search_read', [[['name', 'ilike', '%🏥']], 0, null, null, ['name']]);
    await party('number as name', 'create', [[{ name: 12, code: 'CUST-015' }]]);
    await party('number as name', 'search_read', [[['code', '=', 'CUST-015']], 0, null, null, ['name']]);
    await party('unknown field', 'create', [[{ nme: 'x' }]]);
    await party('not a list', 'create', [{ name: 'x' }]);
    await party('null', 'create', [null]);
    await party('nothing', 'create', [[]]);
    await party('text as boolean', 'create', [[{ name: 'x', code: 'CUST-016', active: 'yes' }]]);
    await party('read-only fields are dropped', 'create', [
      [{ name: 'x', code: 'CUST-017', id: 777, create_uid: 1, write_date: null }],
    ]);
    await party('read-only fields are dropped', 'search_read', [[['code', '=', 'CUST-017']], 0, null, null, ['create_uid']]);
    await party('unknown x2many action', 'create', [[{ name: 'x', code: 'CUST-018', addresses: [['make', [{}]]] }]]);
    await party('x2many in wrong form', 'create', [[{ name: 'x', code: 'CUST-018', addresses: [{ city: 'x' }] }]]);
    await party('unknown field in a part', 'create', [
      [{ name: 'x', code: 'CUST-018', addresses: [['create', [{ town: 'x' }]]] }],
    ]);
    await party('identifier without code', 'create', [
      [{ name: 'x', code: 'CUST-018', identifiers: [['create', [{ type: 'cn_uscc' }]]] }],
    ]);
    await party('identifier of unknown type', 'create', [
      [{ name: 'x', code: 'CUST-018', identifiers: [['create', [{ type: 'xx_vat', code: '1' }]]] }],
    ]);
    await party('invalid USCC', 'create', [
      [{ name: 'x', code: 'CUST-018', identifiers: [['create', [{ type: 'cn_uscc', code: '91320500MA1XXXXX0A' }]]] }],
    ]);
    await party('contact without type', 'create', [
      [{ name: 'x', code: 'CUST-019', contact_mechanisms: [['create', [{ value: 'abc' }]]] }],
    ]);
    await party('contact of unknown type', 'create', [
      [{ name: 'x', code: 'CUST-018', contact_mechanisms: [['create', [{ type: 'fax2', value: 'abc' }]]] }],
    ]);
    await party('contact without value', 'create', [
      [{ name: 'x', code: 'CUST-018', contact_mechanisms: [['create', [{ type: 'email' }]]] }],
    ]);
    await party('invalid e-mail', 'create', [
      [{ name: 'x', code: 'CUST-020', contact_mechanisms: [['create', [{ type: 'email', value: 'not an address' }]]] }],
    ]);
    await party('unknown price list', 'create', [[{ name: 'x', code: 'CUST-021', sale_price_list: 99 }]]);
    const priced = firstOf(
      await party('price list and term', 'create', [
        [{ name: 'Priced', code: 'CUST-022', sale_price_list: 1, customer_payment_term: 2 }],
      ]),
    );
    await party('price list and term', 'read', [[priced], ['sale_price_list', 'customer_payment_term', 'customer_location']]);

    await party('one field', 'write', [[id], { name: 'Third People’s Hospital' }]);
    await party('two records', 'write', [[id, plain], { active: true }]);
    await party('two changes in one call', 'write', [[id], { name: 'A' }, [plain], { name: 'B' }]);
    await party('after the changes', 'search_read', [
      [['id', 'in', [id, plain]]],
      0,
      null,
      [['id', 'ASC']],
      ['name', 'write_uid'],
    ]);
    await party('duplicate code', 'write', [[id], { code: 'CUST-001' }]);
    await party('null code', 'write', [[id], { code: null }]);
    await party('empty code', 'write', [[id], { code: '' }]);
    await party('unknown field', 'write', [[id], { nme: 'x' }]);
    await party('missing record', 'write', [[99999], { name: 'x' }]);
    await party('same id twice', 'write', [[id, id], { name: 'x' }]);
    await party('no id', 'write', [[], { name: 'x' }]);
    await party('nothing to change', 'write', [[id], {}]);
    await party('not an id', 'write', ['x', { name: 'x' }]);
    const address = firstOf(
      ((await party('addresses', 'read', [[id], ['addresses']])) as { addresses: number[] }[] | undefined)?.[0]?.addresses,
    );
    await party('parts', 'write', [
      [id],
      {
        addresses: [
          ['write', [address], { city: 'Wuxi' }],
          ['create', [{ city: 'Changzhou', sequence: 1 }]],
        ],
        identifiers: [['delete', [3]]],
        contact_mechanisms: [['remove', [3]]],
      },
    ]);
    await party('parts', 'write', [
      [id],
      {
        addresses: [
          ['write', [address], { city: 'Wuxi' }],
          ['create', [{ city: 'Changzhou', sequence: 1 }]],
        ],
        identifiers: [['delete', [3]]],
      },
    ]);
    await party('parts', 'read', [[id], ['addresses', 'addresses.city', 'identifiers', 'contact_mechanisms']]);
    await party('take an address of another party', 'write', [[id], { addresses: [['add', [3]]] }]);
    await party('add own address', 'write', [[id], { addresses: [['add', [address]]] }]);
    await party('deactivate', 'write', [[id], { active: false }]);
    await party('deactivated', 'search_count', [[['id', '=', id]]]);
    await party('deactivated, asked for', 'search_read', [
      [
        ['id', '=', id],
        ['active', '=', false],
      ],
      0,
      null,
      null,
      ['active', 'addresses'],
    ]);
    await party('code of a deactivated party', 'create', [[{ name: 'x', code: 'CUST-003' }]]);

    await party('copy', 'copy', [[plain]]);
    await party('copy with values', 'copy', [[plain], { name: 'Copied', code: 'CUST-030' }]);
    await party('copies', 'search_read', [
      [['name', 'in', ['B', 'Copied']]],
      0,
      null,
      [['id', 'ASC']],
      ['name', 'code', 'addresses'],
    ]);
    await party('delete', 'delete', [[plain]]);
    await party('delete again', 'delete', [[plain]]);
    await party('deleted', 'read', [[plain], ['name']]);
    await party('delete none', 'delete', [[]]);
    await party('addresses of a deleted party are gone', 'search_count', [[['addresses.party', '=', plain]]]);
    const other = caller(peer, 'party.address');
    await other('without a party', 'create', [[{ city: 'x' }]]);
    await other('unknown party', 'create', [[{ party: 99999, city: 'x' }]]);
    await other('of a party', 'create', [[{ party: 3, street: 'Gate 5', city: 'Suzhou', invoice: true }]]);
    await other('wrong party type', 'create', [[{ party: 'abc' }]]);
    await other('delete', 'delete', [[address]]);
    await other('country as text', 'create', [[{ party: 3, country: 'CN' }]]);
  },
};

/** Products, identifiers, lots and categories as the connector may create them. */
export const products: Scenario = {
  name: 'products',
  async run(peer) {
    await peer.login();
    const template = caller(peer, 'product.template');
    const product = caller(peer, 'product.product');
    const values = {
      name: 'Guide wire 0.014',
      code: 'GW-014',
      type: 'goods',
      default_uom: 1,
      salable: true,
      sale_uom: 1,
      list_price: decimal('380.00'),
      account_category: 1,
      lot_required: ['supplier', 'customer'],
      shelf_life_state: 'required',
      expiration_state: 'none',
    };
    const id = firstOf(
      await template('with variant', 'create', [[{ ...values, products: [['create', [{ cost_price: decimal('210.00') }]]] }]]),
    );
    await template('with variant', 'read', [
      [id],
      [
        'name',
        'code',
        'rec_name',
        'products',
        'list_price',
        'cost_price',
        'lot_required',
        'products.code',
        'products.rec_name',
        'products.cost_price',
        'products.suffix_code',
        'write_date',
      ],
    ]);
    await product('by code', 'search_read', [
      [['code', '=', 'GW-014']],
      0,
      null,
      null,
      ['code', 'rec_name', 'list_price', 'cost_price', 'sale_uom', 'lot_required'],
    ]);
    await template('without variant', 'create', [[{ ...values, code: 'GW-015' }]]);
    await template('without variant', 'search_read', [[['code', '=', 'GW-015']], 0, null, null, ['products']]);
    await template('same code with variant', 'create', [[{ ...values, products: [['create', [{}]]] }]]);
    await template('no unit', 'create', [[{ name: 'x', list_price: decimal('1') }]]);
    await template('no name', 'create', [[{ default_uom: 1, list_price: decimal('1') }]]);
    await template('no price', 'create', [[{ name: 'No price', default_uom: 1 }]]);
    await template('salable without sale unit', 'create', [[{ ...values, code: 'GW-016', sale_uom: null }]]);
    await template('sale unit of another category', 'create', [[{ ...values, code: 'GW-016', sale_uom: 2 }]]);
    await template('bad type', 'create', [[{ ...values, code: 'GW-016', type: 'thing' }]]);
    await template('bad lot place', 'create', [[{ ...values, code: 'GW-016', lot_required: ['moon'] }]]);
    await template('5 decimals', 'create', [[{ ...values, code: 'GW-016', list_price: decimal('1.12345') }]]);
    await template('category that is not accounting', 'create', [[{ ...values, code: 'GW-016', account_category: 99 }]]);
    await product('second variant', 'create', [[{ template: id, suffix_code: '-L', cost_price: decimal('1') }]]);
    await product('second variant', 'search_read', [
      [['template', '=', id]],
      0,
      null,
      [['id', 'ASC']],
      ['code', 'suffix_code', 'prefix_code', 'rec_name'],
    ]);
    await product('third variant, same code', 'create', [[{ template: id, suffix_code: '-L' }]]);
    await product('without a template', 'create', [[{ suffix_code: 'X' }]]);
    await template('new code', 'write', [[id], { code: 'GW-014-N' }]);
    await product('new code', 'search_read', [[['template', '=', id]], 0, null, [['id', 'ASC']], ['code']]);
    await template('new price', 'write', [[id], { list_price: decimal('400.5') }]);
    await template('new price', 'read', [[id], ['list_price', 'write_uid']]);
    await template('price as float', 'write', [[id], { list_price: 400.5 }]);
    await template('price as text', 'write', [[id], { list_price: '400.75' }]);
    await template('price after text', 'read', [[id], ['list_price']]);
    const identifier = caller(peer, 'product.identifier');
    await identifier('GTIN', 'create', [[{ product: 1, type: 'ean', code: '6901234567892' }]]);
    await identifier('bad GTIN', 'create', [[{ product: 1, type: 'ean', code: '6901234567890' }]]);
    await identifier('free identifier', 'create', [[{ product: 1, code: 'ANY-1' }]]);
    await identifier('same identifier', 'create', [[{ product: 2, type: 'ean', code: '6901234567892' }]]);
    await identifier('no code', 'create', [[{ product: 1, type: 'ean' }]]);
    await identifier('all', 'search_read', [[], 0, null, [['id', 'ASC']], ['product', 'type', 'code', 'rec_name']]);
    await product('by GTIN', 'search_read', [
      [['identifiers.code', '=', '6901234567892']],
      0,
      null,
      null,
      ['code', 'identifiers.code'],
    ]);
    await product('by GTIN in rec_name', 'search', [[['rec_name', 'ilike', '%6901234567892%']]]);
    await product('code with a wildcard', 'search', [[['code', 'like', 'STENT_35%']]]);
    const lot = caller(peer, 'stock.lot');
    await lot('with shelf life', 'create', [
      [{ number: 'L-1', product: 1, shelf_life_expiration_date: { __class__: 'date', year: 2029, month: 2, day: 28 } }],
    ]);
    await lot('without shelf life', 'create', [[{ number: 'L-2', product: 1 }]]);
    await lot('without number', 'create', [[{ product: 3 }]]);
    await lot('same number again', 'create', [[{ number: 'SN0001', product: 3 }]]);
    await lot('date as text', 'create', [[{ number: 'L-3', product: 1, shelf_life_expiration_date: '2029-03-01' }]]);
    await lot('bad date', 'create', [[{ number: 'L-4', product: 1, shelf_life_expiration_date: '2029-02-30' }]]);
    await lot('datetime as date', 'create', [
      [
        {
          number: 'L-5',
          product: 1,
          shelf_life_expiration_date: {
            __class__: 'datetime',
            year: 2029,
            month: 2,
            day: 28,
            hour: 1,
            minute: 0,
            second: 0,
            microsecond: 0,
          },
        },
      ],
    ]);
    await lot('all', 'search_read', [[], 0, null, [['id', 'ASC']], ['number', 'product', 'shelf_life_expiration_date']]);
    await caller(peer, 'currency.currency')('not allowed', 'create', [[{ name: 'Yen', code: 'JPY', symbol: '¥' }]]);
    await caller(peer, 'currency.currency')('not allowed', 'write', [[1], { symbol: 'x' }]);
    await caller(peer, 'res.user')('not allowed', 'create', [[{ name: 'x', login: 'x' }]]);
    await caller(peer, 'res.user')('not allowed', 'write', [[2], { name: 'x' }]);
    await caller(peer, 'product.product')('used by lots', 'delete', [[1]]);
    await caller(peer, 'res.user.warning')('for another user', 'create', [[{ name: 'w', user: 1, always: false }]]);
    await caller(peer, 'res.user.warning')('own', 'create', [[{ name: 'w', user: 2, always: false }]]);
    await caller(peer, 'res.user.warning')('own', 'search_read', [[], 0, null, null, ['name', 'user', 'always']]);
  },
};
