// Written by test/live/tryton-fidelity/record.py. Do not edit.
import m0 from './party.party.json';
import m1 from './party.address.json';
import m2 from './party.identifier.json';
import m3 from './party.contact_mechanism.json';
import m4 from './party.category.json';
import m5 from './party.party-party.category.json';
import m6 from './product.template.json';
import m7 from './product.product.json';
import m8 from './product.category.json';
import m9 from './product.uom.json';
import m10 from './product.uom.category.json';
import m11 from './product.identifier.json';
import m12 from './product.template-product.category.json';
import m13 from './product.category-customer-account.tax.json';
import m14 from './product.category-supplier-account.tax.json';
import m15 from './account.tax.json';
import m16 from './account.tax.group.json';
import m17 from './account.account.json';
import m18 from './account.invoice.payment_term.json';
import m19 from './account.invoice.payment_term.line.json';
import m20 from './account.invoice.json';
import m21 from './account.invoice.line.json';
import m22 from './account.invoice.tax.json';
import m23 from './account.invoice.line-account.tax.json';
import m24 from './account.invoice.line-stock.move.json';
import m25 from './account.journal.json';
import m26 from './currency.currency.json';
import m27 from './currency.currency.rate.json';
import m28 from './company.company.json';
import m29 from './company.employee.json';
import m30 from './res.user.json';
import m31 from './res.group.json';
import m32 from './res.user-res.group.json';
import m33 from './res.user.warning.json';
import m34 from './ir.lang.json';
import m35 from './country.country.json';
import m36 from './country.subdivision.json';
import m37 from './account.configuration.json';
import m38 from './sale.sale.json';
import m39 from './sale.line.json';
import m40 from './sale.line-account.tax.json';
import m41 from './sale.sale-ignored-account.invoice.json';
import m42 from './sale.sale-recreated-account.invoice.json';
import m43 from './sale.line-ignored-stock.move.json';
import m44 from './sale.line-recreated-stock.move.json';
import m45 from './product.price_list.json';
import m46 from './product.price_list.line.json';
import m47 from './stock.location.json';
import m48 from './stock.lot.json';
import m49 from './stock.move.json';
import m50 from './stock.shipment.out.json';

/** Definitions of all simulated models, as recorded. */
export const recordedModels: readonly unknown[] = [
  m0,
  m1,
  m2,
  m3,
  m4,
  m5,
  m6,
  m7,
  m8,
  m9,
  m10,
  m11,
  m12,
  m13,
  m14,
  m15,
  m16,
  m17,
  m18,
  m19,
  m20,
  m21,
  m22,
  m23,
  m24,
  m25,
  m26,
  m27,
  m28,
  m29,
  m30,
  m31,
  m32,
  m33,
  m34,
  m35,
  m36,
  m37,
  m38,
  m39,
  m40,
  m41,
  m42,
  m43,
  m44,
  m45,
  m46,
  m47,
  m48,
  m49,
  m50,
];
