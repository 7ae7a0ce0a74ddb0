import type {
  Evidence,
  HistoryRecord,
  Ledger,
  LedgerEffect,
  LedgerEvent,
  StandingSale,
  WantedSale,
} from '../../sandbox/src/campaign';

export const KEY = 'shopify/shop.example/order/1';
export const EFFECT = `tryton%3Aerp.example%2Ferp/${KEY}`;

/** Version of the order after so many changes. */
export const version = (change: number): string => `2026-11-22T10:00:0${change}+08:00/2026-11-22T02:00:0${change}.000000000Z`;

export const wanted = (gloves: number): WantedSale => ({
  cancelled: false,
  quantities: { 'GLOVE-M-100': gloves },
  total: `${gloves * 10}.00`,
});
export const CANCELLED: WantedSale = { cancelled: true, quantities: {}, total: '0.00' };

export const sale = (gloves: number, state = 'quotation', id = 11): StandingSale => ({
  key: KEY,
  id,
  state,
  quantities: { 'GLOVE-M-100': gloves },
  total: String(gloves * 10),
});

export function announced(event: number, kind: 'create' | 'update' | 'cancel', wants: WantedSale): HistoryRecord {
  return { type: 'event', event, kind, key: KEY, version: version(event), wanted: wants };
}

export function acknowledged(event: number, repeat = false): HistoryRecord {
  return { type: 'ack', place: event, event, delivery: `delivery-${event}`, repeat, attempts: 1, atMs: 5_000 + event, tookMs: 7 };
}

export const START: HistoryRecord = { type: 'start', atMs: 1_000, startMs: 1_000, options: { events: 2 } };
export const END: HistoryRecord = { type: 'end', atMs: 9_000, complete: true };

export const inboxEvent = (event: number, state: LedgerEvent['state'] = 'done'): LedgerEvent => ({
  id: String(event),
  deliveryId: `delivery-${event}`,
  state,
  businessKey: KEY,
});
export const effect = (change: number, state: LedgerEffect['state'] = 'done'): LedgerEffect => ({
  key: EFFECT,
  state,
  version: version(change),
});

/** A campaign of one order, created with five gloves and changed to three, in which everything went well. */
export function goodEvidence(): Evidence & { readonly ledger: Ledger } {
  return {
    history: [START, announced(0, 'create', wanted(5)), announced(1, 'update', wanted(3)), acknowledged(0), acknowledged(1), END],
    effects: [{ model: 'sale', how: 'created', key: KEY, id: 11 }],
    sales: [sale(3)],
    ledger: {
      events: [inboxEvent(0), inboxEvent(1)],
      effects: [effect(1)],
      desk: new Set<string>(),
      audit: { ok: true, said: '' },
    },
  };
}
