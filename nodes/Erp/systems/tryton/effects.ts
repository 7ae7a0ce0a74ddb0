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
  'order.change': {
    class: 'write-idempotent',
    repeat:
      'Lines, party and addresses are set as the order states them, in one transaction; the version is noted with the lines, so a repeat changes nothing and an older version is refused.',
  },
  'order.cancel': {
    class: 'write-idempotent',
    repeat: 'A sale that is cancelled stays so; the version that cancelled it is noted with its lines.',
  },
  'order.sync': {
    class: 'write-keyed',
    repeat:
      'Creates under the unique web_id, changes or cancels what stands there; the version noted with the lines makes a repeat change nothing and refuses an older version.',
  },
  'order.get': { class: 'read', repeat: 'Changes nothing.' },
  'order.find': { class: 'read', repeat: 'Changes nothing.' },
};
