import { NotSimulatedError, UserError } from '../errors';
import type { Behaviour, Clause } from '../orm/behaviour';
import type { Domain } from '../orm/domain';
import { write } from '../orm/write';
import { isTruthy } from '../values/value';
import { configuration } from './configuration';
import { isUnifiedSocialCreditCode } from './identifierChecks';
import { isNegated, searchIn, withoutLeadingWildcard } from './shared';

/** Identifier types that count as tax identifiers, as far as their numbers are checked here. */
const taxIdentifierTypes = ['cn_uscc'];

export const party: Behaviour = {
  getters: {
    full_name: (record) => record.value('name'),
    rec_name: (record) => record.text('name') || `[${record.text('code')}]`,
    code_readonly: () => true,
    distance: () => null,
    get_mechanism: (record, field) =>
      record
        .many('contact_mechanisms')
        .find((item) => item.text('type') === field)
        ?.value('value') ?? '',
    tax_identifier: (record) =>
      record.many('identifiers').find((item) => taxIdentifierTypes.includes(item.text('type')))?.id ?? null,
  },
  searchers: {
    rec_name: (clause) => searchParty(clause),
    tax_identifier: ([, operator, value]) => [
      [
        'identifiers',
        'where',
        [
          ['code', operator, value],
          ['type', 'in', taxIdentifierTypes],
        ],
      ],
    ],
  },
  orders: { distance: [] },
  defaults: {
    active: () => true,
    addresses: (env) => (env.user === 0 ? [] : [{}]),
    categories: () => [],
    code_readonly: () => true,
    lang: () => null,
    customer_location: () => configuration.customerLocation,
    supplier_location: () => configuration.supplierLocation,
    customer_payment_term: () => configuration.customerPaymentTerm,
    customer_tax_rule: () => null,
    supplier_tax_rule: () => null,
    sale_price_list: () => null,
  },
  create: (env, list, next) =>
    next(
      list.map((values) => ({
        addresses: null,
        ...values,
        code: isTruthy(values.code) ? values.code : String(env.store.nextNumber('party.party')),
      })),
    ),
  copyDefaults: () => ({ code: null }),
};

function searchParty([, operator, value]: Clause): Domain {
  const code = withoutLeadingWildcard(operator, value);
  return [
    isNegated(operator) ? 'AND' : 'OR',
    ['code', operator, code],
    ['identifiers.code', operator, code],
    ['name', operator, value],
    ['contact_mechanisms.rec_name', operator, value],
  ];
}

export const address: Behaviour = {
  getters: {
    rec_name: (record) =>
      [
        record.text('party_name') || record.one('party')?.text('full_name'),
        record.text('name'),
        record.text('street').split(/\r\n|\r|\n/)[0],
        record.text('postal_code'),
        record.text('city'),
        record.one('country')?.text('code'),
      ]
        .filter(Boolean)
        .join(', '),
    // the international format; formats of single countries are not installed
    full_address: (record) =>
      [
        record.text('name'),
        ...record.text('street').split(/\r\n|\r|\n/),
        `${record.text('postal_code')} ${record.text('city')}`,
        record.one('country')?.text('name') ?? '',
      ]
        .map((line) => line.trim())
        .filter(Boolean)
        .join('\n'),
    subdivision_types: () => [],
  },
  searchers: { rec_name: searchIn('party', 'name', 'street', 'postal_code', 'city', 'country') },
  defaults: { active: () => true },
  write(env, pairs, next) {
    for (const [ids, values] of pairs) {
      if (!('party' in values)) continue;
      for (const record of env.registry.model('party.address').records(env, ids)) {
        if (record.value('party') !== values.party)
          throw new UserError(`You cannot change the party of address "${record.recName}".`);
      }
    }
    next(pairs);
  },
};

export const identifier: Behaviour = {
  validate(records) {
    for (const record of records) {
      const type = record.text('type');
      if (type === '') continue;
      if (type !== 'cn_uscc') throw new NotSimulatedError(`the check of identifiers of type ${type}`);
      const code = record.text('code');
      if (isUnifiedSocialCreditCode(code)) continue;
      const label = 'Chinese Unified Social Credit Code';
      throw new UserError(`The ${label} "${code}" for party "${record.one('party')?.recName ?? ''}" is not valid.`);
    }
  },
};

export const contactMechanism: Behaviour = {
  getters: {
    get_value: (record) => record.value('value'),
    url: (record) => urlOf(record.text('type'), record.text('value')),
    rec_name: (record) =>
      `${record.text('name') || (record.one('party')?.recName ?? '')} <${record.text('value_compact') || record.text('value')}>`,
  },
  searchers: { rec_name: searchIn('value', 'value_compact') },
  setters: { set_value: () => undefined },
  orders: { 'party.distance': [] },
  defaults: { active: () => true, type: () => 'phone', party: (env) => env.context.related_party ?? null },
  create(env, list, next) {
    const ids = next(list);
    compactValues(env, ids);
    return ids;
  },
  write(env, pairs, next) {
    const model = env.registry.model('party.contact_mechanism');
    for (const [ids, values] of pairs) {
      if (!('party' in values)) continue;
      for (const record of model.records(env, ids)) {
        if (record.value('party') !== values.party)
          throw new UserError(`You cannot change the party of contact mechanism "${record.recName}".`);
      }
    }
    next(pairs);
    compactValues(
      env,
      pairs.flatMap(([ids]) => ids),
    );
  },
};

/** Keeps the compact form equal to the value: telephone numbers are not formatted, the library for it is not installed. */
function compactValues(env: Parameters<NonNullable<Behaviour['create']>>[0], ids: readonly number[]): void {
  const model = env.registry.model('party.contact_mechanism');
  const table = env.store.table(model.name);
  for (const id of ids) {
    const row = table.get(id);
    if (row && row.value_compact !== row.value) write(env.unchecked(), model, [[[id], { value_compact: row.value }]]);
  }
}

function urlOf(type: string, value: string): string | null {
  const schemes: { readonly [type: string]: string } = {
    email: 'mailto:', skype: 'callto:', sip: 'sip:', phone: 'tel:', mobile: 'tel:', fax: 'fax:', website: '',
  }; // prettier-ignore
  const scheme = schemes[type];
  return scheme === undefined ? null : scheme + value;
}

export const partyCategory: Behaviour = { defaults: { active: () => true } };
