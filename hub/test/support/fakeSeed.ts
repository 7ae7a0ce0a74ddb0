import type { DocumentReference, EventState, EventSummary } from '../../../core/hub';
import type { Database } from '../../src/store';
import { HOUR_MS, hourOf, setKpis } from '../../src/kpi';
import type { FakeEffects, FakeInbox, FakeLinks, FakeMappings, FakeSources } from './fakeParts';

const MINUTE_MS = 60_000;
export const SHOP = 'clinic-supplies.myshopify.com';
/** Somebody who does not exist; tests look for these values where they must not be. */
export const BUYER = { name: 'Grace Probe', mail: 'grace.probe@example.org', phone: '+44 20 7946 0999', street: '12 Sample Row' };

/** A Shopify order as it arrives: one line, with ids beyond 2^53. */
export function orderBody(number: number, sku: string): string {
  return (
    `{"id":8209829119461545${number},"name":"#${number}","order_number":${number},"email":"${BUYER.mail}","phone":"${BUYER.phone}",` +
    `"currency":"EUR","total_price":"239.80","created_at":"2026-11-22T09:12:44+01:00","note":"Ring at the side door",` +
    `"customer":{"id":1153052219441,"first_name":"Grace","last_name":"Probe","email":"${BUYER.mail}"},` +
    `"shipping_address":{"name":"${BUYER.name}","address1":"${BUYER.street}","city":"Delft","zip":"2611 XX","country_code":"NL"},` +
    `"line_items":[{"id":466157049,"sku":"${sku}","title":"Infusion set, 10 pcs","quantity":2,"price":"119.90"}]}`
  );
}

interface Parts {
  readonly database: Database;
  readonly inbox: FakeInbox;
  readonly effects: FakeEffects;
  readonly links: FakeLinks;
  readonly sources: FakeSources;
  readonly mappings: FakeMappings;
}

/** Fills the fakes with a believable morning of a shop. */
export async function seed(parts: Parts, nowMs: number): Promise<void> {
  seedSources(parts.sources, nowMs);
  seedEvents(parts.inbox, nowMs);
  seedEffects(parts.effects, nowMs);
  seedLinks(parts.links, nowMs);
  parts.mappings.mappings = [
    mapping('acme/order.in', '1.2.0', true, nowMs - 3 * HOUR_MS),
    mapping('acme/order.in', '1.1.0', false, nowMs - 90 * HOUR_MS),
    mapping('acme/party.in', '1.0.0', true, nowMs - 200 * HOUR_MS),
  ];
  await parts.database.write(async (transaction) => {
    for (let ago = 23; ago >= 0; ago--) {
      const hour = hourOf(nowMs) - ago * HOUR_MS;
      const wave = Math.round(60 + 45 * Math.sin((24 - ago) / 3.4) + ((ago * 7) % 11));
      await setKpis(
        transaction,
        hour,
        {
          orders: wave,
          events: wave * 2,
          lagP50Ms: 620 + ((ago * 37) % 180),
          lagP95Ms: 1900 + ((ago * 211) % 1400),
          effectsDone: wave,
          effectsRejected: ago % 5 === 0 ? 2 : 0,
          parked: Math.max(0, 9 - ago),
          unknownEffects: ago < 2 ? 1 : 0,
        },
        nowMs,
      );
    }
  });
}

function seedSources(sources: FakeSources, nowMs: number): void {
  const workflow = { id: 'w01', name: '01 Order sync', node: 'Shopify Trigger' };
  sources.sources.push(
    {
      id: 'shopify-clinic',
      profile: 'shopify',
      tenant: SHOP,
      topics: ['orders/create', 'orders/updated', 'orders/cancelled'],
      intakeUrl: 'https://hub.example.com/intake/c2VjcmV0LXRva2VuLW9mLWludGFrZQ',
      workflow,
      active: true,
      lastDeliveryAtMs: nowMs - 40_000,
    },
    {
      id: 'shopify-dental',
      profile: 'shopify',
      tenant: 'dental-direct.myshopify.com',
      topics: ['orders/create'],
      intakeUrl: 'https://hub.example.com/intake/YW5vdGhlci10b2tlbi1vZi1pbnRha2U',
      workflow: { ...workflow, id: 'w02', name: '01 Order sync (dental)' },
      active: true,
      lastDeliveryAtMs: nowMs - 31 * HOUR_MS,
      silentSinceMs: nowMs - 7 * HOUR_MS,
    },
  );
}

const UNKNOWN_SKU = {
  code: 'unknown-sku',
  reason: 'The ERP has no product with the code of line 1.',
  nextStep: 'Create the product in the ERP, or correct the SKU in the payload, then replay.',
};
const NO_TERMS = {
  code: 'no-payment-term',
  reason: 'The customer has no payment term in the ERP.',
  nextStep: 'Set the payment term of the customer in the ERP, then replay.',
};

function seedEvents(inbox: FakeInbox, nowMs: number): void {
  const add = (index: number, state: EventState, agoMs: number, more: Partial<EventSummary> = {}) => {
    const id = String(index);
    inbox.events.set(id, {
      id,
      source: 'shopify-clinic',
      deliveryId: `b54557e4-bdd9-4b37-8a5f-bf7d7${String(index).padStart(7, '0')}`,
      topic: 'orders/create',
      businessKey: `shopify/${SHOP}/order/8209829119461545${1000 + index}`,
      version: new Date(nowMs - agoMs - 800).toISOString(),
      state,
      attempts: 1,
      receivedAtMs: nowMs - agoMs,
      fixed: false,
      erased: false,
      ...more,
    });
    inbox.bodies.set(id, orderBody(1000 + index, `IV-${200 + (index % 7)}`));
  };
  for (let index = 1; index <= 36; index++) {
    const ago = (60 - index) * 4 * MINUTE_MS;
    add(index, 'done', ago, {
      settledAtMs: nowMs - ago + 640 + index * 9,
      topic: index % 3 === 0 ? 'orders/updated' : 'orders/create',
    });
  }
  for (let index = 37; index <= 40; index++) add(index, 'parked', (60 - index) * 4 * MINUTE_MS, { ...UNKNOWN_SKU, attempts: 3 });
  add(41, 'parked', 70 * MINUTE_MS, { ...NO_TERMS, attempts: 1 });
  add(42, 'superseded', 66 * MINUTE_MS, { topic: 'orders/updated', reason: 'A newer version was taken on.' });
  add(43, 'repeat', 65 * MINUTE_MS, { repeatOf: '36', attempts: 0 });
  add(44, 'resolved', 61 * MINUTE_MS, { code: 'no-payment-term', fixed: true, settledAtMs: nowMs - 20 * MINUTE_MS });
  add(45, 'unknown', 9 * MINUTE_MS, {
    attempts: 2,
    dueAtMs: nowMs + 2 * MINUTE_MS,
    reason: 'The ERP did not answer in time; it is asked again.',
  });
  add(46, 'leased', 20_000, { leaseUntilMs: nowMs + 100_000 });
  add(47, 'ready', 4_000, { dueAtMs: nowMs - 4_000, attempts: 0 });
}

function seedEffects(effects: FakeEffects, nowMs: number): void {
  const base = {
    fingerprint: 'f'.repeat(64),
    owner: '01 Order sync · Create ERP Order',
    mapping: { id: 'acme/order.in', version: '1.2.0', hash: 'a'.repeat(64) },
  };
  const target = 'tryton%3Aerp.example.com%2Fmain';
  const add = (number: number, more: object) => {
    const key = `${target}/shopify/${SHOP}/order/8209829119461545${number}`;
    effects.effects.set(key, {
      key,
      version: new Date(nowMs - 11 * MINUTE_MS).toISOString(),
      attempts: 1,
      ...base,
      ...more,
    } as never);
  };
  add(1045, {
    state: 'unknown',
    attempts: 2,
    claimedAtMs: nowMs - 9 * MINUTE_MS,
    notBeforeMs: nowMs + 2 * MINUTE_MS,
    reason: 'The request was sent, the answer was cut off.',
  });
  add(1041, {
    state: 'parked',
    claimedAtMs: nowMs - 69 * MINUTE_MS,
    settledAtMs: nowMs - 68 * MINUTE_MS,
    reason: 'The order is too late to change in the ERP.',
  });
  for (let number = 1001; number <= 1036; number++) {
    const atMs = nowMs - (1060 - number) * 4 * MINUTE_MS;
    add(number, {
      state: 'done',
      claimedAtMs: atMs,
      settledAtMs: atMs + 700,
      result: { id: String(number + 1300), number: `S-${number + 1300}` },
    });
  }
}

function seedLinks(links: FakeLinks, nowMs: number): void {
  const shop = (documentType: string, id: string, number?: string): DocumentReference => ({
    system: 'shopify',
    tenant: SHOP,
    documentType,
    id,
    number,
  });
  const erp = (documentType: string, id: string, number?: string): DocumentReference => ({
    system: 'tryton',
    tenant: 'erp.example.com/main',
    documentType,
    id,
    number,
  });
  const order = shop('order', '82098291194615451036', '#1036');
  const sale = erp('order', '2336', 'S-2336');
  const shipments = [erp('shipment', '871', 'OUT-0871'), erp('shipment', '874', 'OUT-0874')] as const;
  const fulfilments = [shop('shipment', '255858046', '#1036.1'), shop('shipment', '255858051', '#1036.2')] as const;
  const invoice = erp('invoice', '645', 'INV-2026-0645');
  const back = shop('return', '9931', 'R-9931');
  const credit = erp('invoice', '658', 'CN-2026-0014');
  const add = (from: DocumentReference, to: DocumentReference, relation: string, agoMinutes: number) =>
    links.links.push({ from, to, relation, atMs: nowMs - agoMinutes * MINUTE_MS });
  add(order, sale, 'becameOrder', 96);
  add(sale, shipments[0], 'shippedBy', 80);
  add(sale, shipments[1], 'shippedBy', 52);
  add(shipments[0], fulfilments[0], 'announcedAs', 79);
  add(shipments[1], fulfilments[1], 'announcedAs', 51);
  add(sale, invoice, 'invoicedBy', 50);
  add(order, back, 'returnedBy', 14);
  add(back, credit, 'creditedBy', 6);
  add(invoice, credit, 'creditedBy', 6);
  for (let number = 1001; number < 1036; number++) {
    add(
      shop('order', `8209829119461545${number}`, `#${number}`),
      erp('order', String(number + 1300), `S-${number + 1300}`),
      'becameOrder',
      200,
    );
  }
}

function mapping(id: string, version: string, active: boolean, uploadedAtMs: number) {
  return {
    id,
    version,
    hash: version.replaceAll('.', '').padEnd(64, 'c'),
    active,
    extends: 'shopify/order.in',
    uploadedBy: 'key:k7f2',
    uploadedAtMs,
  };
}
