import type { ErpSystem } from '../../contract';

/** What a repeat does on Tryton. */
export const effects: ErpSystem['effects'] = {
  'party.findOrCreate': {
    class: 'write-keyed',
    repeat:
      'Finds the party by its code, which Tryton keeps unique, so a repeat creates nothing. Addresses are compared first; a parallel duplicate is removed.',
  },
  'product.find': { class: 'read', repeat: 'Changes nothing.' },
  'order.create': {
    class: 'write-keyed',
    repeat:
      'Tryton keeps the key in web_id unique (module web_shop), so a repeat finds the sale, compares it and takes it on where it stopped. Without that module the sale is looked up by reference and party before it is created, and the output says so.',
  },
  'order.get': { class: 'read', repeat: 'Changes nothing.' },
  'order.find': { class: 'read', repeat: 'Changes nothing.' },
};
