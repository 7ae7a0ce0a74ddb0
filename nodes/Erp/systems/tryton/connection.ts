import type { Order } from '../../../../core/documents';
import { Failure } from '../../../../core/failure';
import type {
  CancelOrderResult,
  ChangeOrderOptions,
  ChangeOrderResult,
  CreateOrderOptions,
  CreateOrderResult,
  ErpConnection,
  FindOrCreatePartyOptions,
  OrderQuery,
  OrderRecord,
  PartyRequest,
  PartyResult,
  ProductQuery,
  ProductRecord,
  SyncOrderOptions,
  SyncOrderResult,
} from '../../contract';
import type { ClientOptions, Transport } from './client';
import { SYSTEM, TrytonClient } from './client';
import type { MasterData } from './order';
import {
  cancelOrder,
  changeOrder,
  createOrder,
  Currencies,
  readCompany,
  readSales,
  Sales,
  syncOrder,
  Taxes,
  toOrderRecord,
} from './order';
import type { OrderTools } from './order/prepareSale';
import { ensureParty, findParty, Parties, Places } from './party';
import type { StoredProduct } from './product';
import { Products, productsByGtin, productsBySku, Units } from './product';

/** Answers to searches that a person made: more than this is a mistake in the search. */
const MAX_FOUND = 50;

/** Tryton behind the ERP contract. Master data (company, units, taxes, countries, articles found) is read at most once. */
export class TrytonConnection implements ErpConnection {
  private readonly client: TrytonClient;
  private readonly units: Units;
  private readonly tools: OrderTools;
  private masterData: Promise<MasterData> | undefined;

  /** @param target names host and database, for effect keys */
  constructor(
    transport: Transport,
    options: ClientOptions,
    readonly target: string,
  ) {
    this.client = new TrytonClient(transport, options);
    this.units = new Units(this.client);
    this.tools = {
      master: () => this.master(),
      places: new Places(this.client),
      parties: new Parties(this.client),
      sales: new Sales(this.client),
    };
  }

  async findOrCreateParty(request: PartyRequest, options: FindOrCreatePartyOptions = {}): Promise<PartyResult> {
    const { parties, places } = this.tools;
    const lookup = await findParty(parties, request, options);
    const { outcome, party, invoiceAddress, deliveryAddress, warnings } = await ensureParty(parties, places, lookup);
    return {
      outcome,
      system: 'tryton',
      id: String(party.id),
      code: party.code,
      invoiceAddressId: invoiceAddress?.toString(),
      deliveryAddressId: deliveryAddress?.toString(),
      warnings,
    };
  }

  async findProducts(query: ProductQuery): Promise<readonly ProductRecord[]> {
    const found =
      'sku' in query ? await productsBySku(this.client, [query.sku]) : await productsByGtin(this.client, [query.gtin]);
    return Promise.all(found.map((product) => this.toRecord(product)));
  }

  async createOrder(order: Order, options: CreateOrderOptions): Promise<CreateOrderResult> {
    return createOrder(this.tools, order, options);
  }

  async changeOrder(order: Order, options: ChangeOrderOptions): Promise<ChangeOrderResult> {
    return changeOrder(this.tools, order, options);
  }

  async cancelOrder(order: Order, options: SyncOrderOptions): Promise<CancelOrderResult> {
    return cancelOrder(this.tools, order, options);
  }

  async syncOrder(order: Order, options: SyncOrderOptions): Promise<SyncOrderResult> {
    return syncOrder(this.tools, order, options);
  }

  async getOrder(id: string): Promise<OrderRecord> {
    const number = /^\d{1,15}$/.test(id) ? Number(id) : 0;
    const [sale] = await readSales(this.client, [['id', '=', number]], await this.tools.sales.learn(), 1);
    if (sale !== undefined) return toOrderRecord(sale);
    throw new Failure('NeedsHuman', `The ERP has no order with id ${id.slice(0, 20)}`, {
      system: SYSTEM,
      code: 'not-found',
      record: id.slice(0, 20),
      nextStep: 'Check the id, and that the user of the credential works for the company of the order.',
    });
  }

  async findOrders(query: OrderQuery): Promise<readonly OrderRecord[]> {
    const keyed = await this.tools.sales.learn();
    if ('key' in query && !keyed) return [];
    const condition =
      'key' in query
        ? ['web_id', '=', query.key]
        : 'number' in query
          ? ['number', '=', query.number]
          : ['reference', '=', query.reference];
    return (await readSales(this.client, [condition], keyed, MAX_FOUND)).map(toOrderRecord);
  }

  private async master(): Promise<MasterData> {
    this.masterData ??= readCompany(this.client).then((company) => ({
      client: this.client,
      company,
      units: this.units,
      taxes: new Taxes(this.client, company.id),
      products: new Products(this.client),
      currencies: new Currencies(this.client),
    }));
    this.masterData.catch(() => (this.masterData = undefined));
    return this.masterData;
  }

  private async toRecord(product: StoredProduct): Promise<ProductRecord> {
    const { id, code, name, salable, type, saleUnit, identifiers } = product;
    const kind = type === 'goods' || type === 'service' ? type : 'other';
    return { id: String(id), sku: code, name, salable, kind, unit: await this.units.codeOf(saleUnit), identifiers };
  }
}
