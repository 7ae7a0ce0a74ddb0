import type { Behaviour } from '../orm/behaviour';
import { company, employee } from './company';
import { currency } from './currency';
import { invoice, invoiceLine } from './invoice';
import { move, shipmentOut } from './move';
import { address, contactMechanism, identifier, party, partyCategory } from './party';
import { lot, product, productIdentifier, template } from './product';
import { sale } from './sale';
import { saleLine } from './saleLine';
import { user } from './user';

/** What the simulated models do on their own. A model that is missing here only stores its fields. */
export const behaviours: { readonly [model: string]: Behaviour } = {
  'account.invoice': invoice,
  'account.invoice.line': invoiceLine,
  'company.company': company,
  'company.employee': employee,
  'currency.currency': currency,
  'party.address': address,
  'party.category': partyCategory,
  'party.contact_mechanism': contactMechanism,
  'party.identifier': identifier,
  'party.party': party,
  'product.identifier': productIdentifier,
  'product.product': product,
  'product.template': template,
  'res.user': user,
  'sale.line': saleLine,
  'sale.sale': sale,
  'stock.lot': lot,
  'stock.move': move,
  'stock.shipment.out': shipmentOut,
};

/** Models that clients may change here. The others are kept by the server, or their changes are not simulated. */
export const changeableModels: ReadonlySet<string> = new Set([
  'party.party',
  'party.address',
  'party.category',
  'party.contact_mechanism',
  'party.identifier',
  'product.identifier',
  'product.product',
  'product.template',
  'res.user.warning',
  'sale.line',
  'sale.sale',
  'stock.lot',
]);
