import { NotSimulatedError, UserError } from '../errors';
import type { Behaviour, Clause } from '../orm/behaviour';
import type { Domain } from '../orm/domain';
import type { Environment } from '../orm/environment';
import type { ModelRecord } from '../orm/record';
import { write } from '../orm/write';
import { Decimal } from '../values/decimal';
import { isTruthy, type Value } from '../values/value';
import { isArticleNumber } from './identifierChecks';
import { priceInUnit, salePrice } from './price';
import { isNegated, withoutLeadingWildcard } from './shared';

function codeAndName(record: ModelRecord): string {
  const code = record.text('code');
  return code ? `[${code}] ${record.text('name')}` : record.text('name');
}

function searchCodes(clause: Clause, textField: string, codeFields: readonly string[]): Domain {
  const [, operator, value] = clause;
  const code = withoutLeadingWildcard(operator, value);
  return [
    isNegated(operator) ? 'AND' : 'OR',
    [textField, operator, value],
    ...codeFields.map((field) => [field, operator, code]),
  ];
}

const noDigits = () => 2;

export const template: Behaviour = {
  getters: {
    rec_name: codeAndName,
    code_readonly: () => false,
    cost_price(record) {
      const products = record.many('products');
      return products.length === 1 ? (products[0]?.value('cost_price') ?? null) : null;
    },
    default_uom_category: (record) => record.one('default_uom')?.value('category') ?? null,
    default_uom_digits: (record) => record.one('default_uom')?.value('digits') ?? null,
  },
  searchers: {
    rec_name: (clause) => searchCodes(clause, 'name', ['code', 'products.code', 'products.identifiers.code']),
    default_uom_category: ([name, ...rest]) => [[name.replace('default_uom_category', 'default_uom.category'), ...rest]],
  },
  orders: {
    rec_name: [
      ['code', null],
      ['name', null],
    ],
  },
  defaults: {
    active: () => true,
    type: () => 'goods',
    consumable: () => false,
    code_readonly: () => false,
    cost_price_method: () => 'fixed',
    expiration_state: () => 'none',
    shelf_life_state: () => 'none',
    lot_sequence: () => null,
    products: (env) => (env.user === 0 || env.context.default_products === false ? [] : [{}]),
    height_digits: noDigits,
    length_digits: noDigits,
    volume_digits: noDigits,
    weight_digits: noDigits,
    width_digits: noDigits,
  },
  create(env, list, next) {
    const ids = next(list.map((values) => ({ products: null, ...values, code: isTruthy(values.code) ? values.code : null })));
    syncCodes(env, ids);
    return ids;
  },
  write(env, pairs, next) {
    next(pairs);
    syncCodes(
      env,
      pairs.flatMap(([ids]) => ids),
    );
  },
  copyDefaults: () => ({ code: null }),
};

export const product: Behaviour = {
  getters: {
    rec_name: codeAndName,
    get_template: (record, field) => record.required('template').value(field),
    code_readonly: () => false,
    prefix_code: (record) => record.one('template')?.value('code') ?? null,
    get_price_uom: (record, field) =>
      priceInUnit(record, record.decimal(field.slice(0, -'_uom'.length)), contextUnit(record.env)),
    sale_price_uom: (record) => salePrice(record, quantityIn(record.env)),
  },
  searchers: {
    rec_name: (clause) => searchCodes(clause, 'template.name', ['code', 'identifiers.code', 'template.code']),
    search_template: ([name, ...rest]) => [[`template.${name}`, ...rest]],
  },
  orders: {
    rec_name: [
      ['code', null],
      ['template.name', null],
    ],
    name: [['template.name', null]],
    account_category: [['template.account_category', null]],
  },
  defaults: { active: () => true, code_readonly: () => false, cost_price: () => Decimal.zero },
  create(env, list, next) {
    const ids = next(
      list.map((values) => ({ ...values, suffix_code: isTruthy(values.suffix_code) ? values.suffix_code : null })),
    );
    syncProductCodes(env, ids);
    return ids;
  },
  write(env, pairs, next) {
    next(pairs);
    syncProductCodes(
      env,
      pairs.flatMap(([ids]) => ids),
    );
  },
  copyDefaults: () => ({ suffix_code: null, code: null }),
};

function syncCodes(env: Environment, templateIds: readonly number[]): void {
  const templates = env.registry.model('product.template').records(env, templateIds);
  syncProductCodes(
    env,
    templates.flatMap((record) => record.many('products').map(({ id }) => id)),
  );
}

/** The code of a variant is the template's code with its own suffix. */
function syncProductCodes(env: Environment, ids: readonly number[]): void {
  const model = env.registry.model('product.product');
  for (const record of model.records(env, ids)) {
    const code = record.text('prefix_code') + record.text('suffix_code') || null;
    const row = env.store.table(model.name).get(record.id);
    if (row && row.code !== code) storeCode(env, record.id, code);
  }
}

function storeCode(env: Environment, id: number, code: string | null): void {
  write(env.unchecked(), env.registry.model('product.product'), [[[id], { code }]]);
}

function contextUnit(env: Environment): ModelRecord | null {
  return typeof env.context.uom === 'number' ? env.registry.model('product.uom').record(env, env.context.uom) : null;
}

function quantityIn(env: Environment): number {
  const { quantity } = env.context;
  return typeof quantity === 'number' ? quantity : 0;
}

export const productIdentifier: Behaviour = {
  validate(records) {
    for (const record of records) {
      const type: Value = record.value('type');
      if (!type) continue;
      if (type !== 'ean') throw new NotSimulatedError(`the check of product identifiers of type ${String(type)}`);
      const code = record.text('code');
      if (isArticleNumber(code)) continue;
      throw new UserError(
        `The International Article Number "${code}" for product "${record.one('product')?.recName ?? ''}" is not valid.`,
      );
    }
  },
};

export const lot: Behaviour = {
  getters: {
    expiration_state: (record) => record.one('product')?.value('expiration_state') ?? 'none',
    shelf_life_expiration_state: (record) => record.one('product')?.value('shelf_life_state') ?? 'none',
    has_sequence: (record) => record.one('product')?.is('lot_sequence') ?? false,
    default_uom: (record) => record.one('product')?.value('default_uom') ?? null,
    default_uom_digits: (record) => record.one('product')?.one('default_uom')?.value('digits') ?? null,
  },
};
