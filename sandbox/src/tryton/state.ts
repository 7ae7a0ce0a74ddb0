import type { Row } from './orm/definition';
import { Environment } from './orm/environment';
import type { ModelRecord } from './orm/record';
import type { Registry } from './orm/registry';
import type { Store } from './orm/store';
import type { Value } from './values/value';

/** One line of a sale, for people. Amounts and prices are decimal texts. */
export interface SaleLineView {
  readonly product: string | null;
  readonly description: string | null;
  readonly quantity: number;
  readonly unitPrice: string | null;
  readonly amount: string | null;
  readonly taxes: readonly string[];
}

/** A sale as a demo prints it. */
export interface SaleView {
  readonly id: number;
  readonly number: string | null;
  readonly state: string;
  readonly webId: string | null;
  readonly reference: string | null;
  readonly party: string;
  readonly currency: string;
  readonly lines: readonly SaleLineView[];
  readonly untaxedAmount: string;
  readonly taxAmount: string;
  readonly totalAmount: string;
  readonly shipments: number;
  readonly invoices: number;
}

/** The database of a running simulator, for tests: what was stored, whatever was answered. */
export class TrytonState {
  constructor(
    private readonly store: Store,
    private readonly registry: Registry,
    private readonly now: () => number,
  ) {}

  /** All rows of a model in the order of their ids. */
  rows(model: string): readonly Row[] {
    this.registry.model(model);
    return this.store.table(model).all();
  }

  /** One row, `undefined` when there is none. */
  row(model: string, id: number): Row | undefined {
    this.registry.model(model);
    return this.store.table(model).get(id);
  }

  /** Changes columns of a row behind the server's back. */
  change(model: string, id: number, columns: { readonly [column: string]: Value }): void {
    const row = this.row(model, id);
    if (!row) throw new Error(`There is no row ${id} of ${model}`);
    for (const column of Object.keys(columns)) this.registry.model(model).field(column);
    this.store.table(model).put({ ...row, ...columns });
  }

  /** Every sale with its lines and amounts. */
  sales(): SaleView[] {
    const env = this.environment();
    return this.registry
      .model('sale.sale')
      .records(
        env,
        this.rows('sale.sale').map(({ id }) => id),
      )
      .map(saleView);
  }

  private environment(): Environment {
    const startedAtMs = this.now();
    return new Environment({
      store: this.store,
      registry: this.registry,
      user: 0,
      context: { company: 1 },
      checkAccess: false,
      startedAtMs,
      startedAtMicros: startedAtMs * 1000,
      timestamps: new Map(),
      isVisible: () => true,
    });
  }
}

function saleView(sale: ModelRecord): SaleView {
  return {
    id: sale.id,
    number: sale.text('number') || null,
    state: sale.text('state'),
    webId: sale.text('web_id') || null,
    reference: sale.text('reference') || null,
    party: sale.required('party').text('code'),
    currency: sale.required('currency').text('code'),
    lines: sale.many('lines').map(lineView),
    untaxedAmount: String(sale.decimal('untaxed_amount')),
    taxAmount: String(sale.decimal('tax_amount')),
    totalAmount: String(sale.decimal('total_amount')),
    shipments: sale.many('shipments').length,
    invoices: sale.many('invoices').length,
  };
}

function lineView(line: ModelRecord): SaleLineView {
  return {
    product: line.one('product')?.text('code') ?? null,
    description: line.text('description') || null,
    quantity: line.number('quantity'),
    unitPrice: line.decimal('unit_price')?.toString() ?? null,
    amount: line.decimal('amount')?.toString() ?? null,
    taxes: line.many('taxes').map((tax) => tax.text('name')),
  };
}
