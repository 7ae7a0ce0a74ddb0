import type { ErpConnection } from '../../../../nodes/Erp/contract';
import type { TrytonRow } from '../../../../nodes/Erp/systems/tryton/client';
import { idsOf, searchRead, TrytonClient } from '../../../../nodes/Erp/systems/tryton/client';
import { TrytonConnection } from '../../../../nodes/Erp/systems/tryton/connection';
import type { ErpFault, ErpHarness } from '../contract/harness';
import type { FetchTransportOptions, Mishap } from './fetchTransport';
import { fetchTransport } from './fetchTransport';

export interface TrytonPeer {
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** How fast waiting goes: 1 is real time. */
  readonly pace: number;
  close?(): Promise<void>;
}

const GLOVE = { sku: 'GLOVE-M-100', gtin: '6901234567892' };
/** A port on which nothing listens. */
const NOWHERE = 'http://127.0.0.1:9';

/** The ERP contract's harness for any Tryton that was seeded by `20-seed.py`, real or simulated. */
export async function trytonHarness(peer: TrytonPeer): Promise<ErpHarness> {
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds * peer.pace));
  const clientOptions = { sleep, random: Math.random, user: peer.user };
  const client = new TrytonClient(fetchTransport(peer), clientOptions);
  await giveGtin(client);

  const connect = async (fault?: ErpFault): Promise<ErpConnection> =>
    new TrytonConnection(
      fetchTransport({ ...peer, ...faultOptions(fault) }),
      clientOptions,
      `tryton:${new URL(peer.url).host}/erp`,
    );
  const count = async (model: string, domain: readonly unknown[]) =>
    (await client.call(model, 'search_count', [domain], 'read')) as number;
  const first = async (model: string, id: number, fields: readonly string[]): Promise<TrytonRow> => {
    const [row] = await searchRead(client, model, [['id', '=', id]], { fields });
    if (row === undefined) throw new Error(`no ${model} ${id}`);
    return row;
  };

  return {
    connect,
    deviceSku: 'STENT-35-18',
    otherSku: GLOVE.sku,
    otherGtin: GLOVE.gtin,
    shippingSku: 'FREIGHT',
    standardRate: '0.13',
    reducedRate: '0.03',
    currency: 'CNY',
    foreignCurrency: 'EUR',
    knownPartyCode: 'CUST-002',
    countOrders: (reference) => count('sale.sale', [['reference', '=', reference]]),
    countParties: (code) => count('party.party', [['code', '=', code]]),
    countAddresses: (code) => count('party.address', [['party.code', '=', code]]),
    async followUps(orderId) {
      // Confirming hands the rest to a task that runs behind the answer.
      for (let look = 0; look < 100; look++) {
        const sale = await first('sale.sale', Number(orderId), ['state', 'shipments', 'invoices']);
        if (sale.state !== 'confirmed')
          return { shipments: idsOf(sale, 'shipments').length, invoices: idsOf(sale, 'invoices').length };
        await sleep(200);
      }
      throw new Error('the order was never processed');
    },
    async readTexts({ id }) {
      const sale = await first('sale.sale', Number(id), ['comment', 'party.name', 'invoice_address.street', 'lines.description']);
      const [line] = sale['lines.'] as readonly TrytonRow[];
      return {
        comment: String(sale.comment),
        party: String((sale['party.'] as TrytonRow).name),
        street: String((sale['invoice_address.'] as TrytonRow).street),
        line: String(line?.description),
      };
    },
    async writeComment(orderId, text) {
      await client.call('sale.sale', 'write', [[Number(orderId)], { comment: text }], 'write');
    },
    async cancelByHand(orderId) {
      await client.call('sale.sale', 'cancel', [[Number(orderId)]], 'write');
    },
    close: async () => peer.close?.(),
  };
}

async function giveGtin(client: TrytonClient): Promise<void> {
  const [glove] = await searchRead(client, 'product.product', [['code', '=', GLOVE.sku]], { fields: ['identifiers.code'] });
  if (glove === undefined || (glove['identifiers.'] as readonly unknown[]).length > 0) return;
  await client.call(
    'product.product',
    'write',
    [[glove.id], { identifiers: [['create', [{ type: 'ean', code: GLOVE.gtin }]]] }],
    'write',
  );
}

/** Where in Tryton's protocol a fault of the contract sits. */
function faultOptions(fault: ErpFault | undefined): Partial<FetchTransportOptions> {
  const once = (wanted: string, mishap: Mishap): Partial<FetchTransportOptions> => {
    let happened = false;
    return {
      mishap: (method) => {
        if (happened || method !== wanted) return 'none';
        happened = true;
        return mishap;
      },
    };
  };
  switch (fault) {
    case undefined:
      return {};
    case 'loseAnswerOfOrderCreate':
      return once('model.sale.sale.create', 'loseAnswer');
    case 'loseRequestOfOrderCreate':
      return once('model.sale.sale.create', 'loseRequest');
    case 'loseAnswerOfPartyCreate':
      return once('model.party.party.create', 'loseAnswer');
    case 'loseAnswerOfConfirm':
      return once('model.sale.sale.confirm', 'loseAnswer');
    case 'crashAfterOrderCreate':
      return once('model.sale.sale.quote', 'crash');
    case 'crashBeforeConfirm':
      return once('model.sale.sale.confirm', 'crash');
    case 'endSessionMidRun':
      return once('model.sale.sale.create', 'endSession');
    case 'loseAnswerOfChange':
      return once('model.sale.sale.write', 'loseAnswer');
    case 'loseRequestOfChange':
      return once('model.sale.sale.write', 'loseRequest');
    case 'loseAnswerOfReset':
      return once('model.sale.sale.draft', 'loseAnswer');
    case 'crashBeforeChange':
      return once('model.sale.sale.write', 'crash');
    case 'crashBeforeQuote':
      return once('model.sale.sale.quote', 'crash');
    case 'silentConfirm':
      return { mishap: (method) => (method === 'model.sale.sale.confirm' ? 'swallow' : 'none') };
    case 'storeOtherQuantity':
      return {
        tamper: (method, body) => (method === 'model.sale.sale.create' ? body.replace('"quantity":3', '"quantity":4') : body),
      };
    case 'wrongPassword':
      return { password: 'wrong-Passw0rd' };
    case 'unreachable':
      return { url: NOWHERE };
  }
}
