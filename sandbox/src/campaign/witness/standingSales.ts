import type { StandingSale } from '../checker';
import type { ErpCall } from './erpClient';

const PAGE = 500;
const FREIGHT = 'FREIGHT';

interface SaleRow {
  readonly id: number;
  readonly web_id: string | null;
  readonly state: string;
  readonly total_amount: { readonly decimal: string } | null;
}

interface LineRow {
  readonly sale: number;
  readonly quantity: number | null;
  readonly 'product.': { readonly code: string | null } | null;
}

/** Every sale with a key, as the ERP shows it now. */
export async function* standingSales(call: ErpCall): AsyncGenerator<StandingSale> {
  for (let after = 0; ; ) {
    const domain = [
      ['id', '>', after],
      ['web_id', '!=', null],
    ];
    const sales = (await call('sale.sale.search_read', [
      domain,
      0,
      PAGE,
      [['id', 'ASC']],
      ['web_id', 'state', 'total_amount'],
    ])) as SaleRow[];
    const last = sales.at(-1);
    if (last === undefined) return;
    const lines = (await call('sale.line.search_read', [
      [['sale', 'in', sales.map(({ id }) => id)]],
      0,
      null,
      null,
      ['sale', 'quantity', 'product.code'],
    ])) as LineRow[];
    const quantities = quantitiesBySale(lines);
    for (const { id, web_id: key, state, total_amount: total } of sales) {
      if (key === null) continue;
      yield { key, id, state, quantities: quantities.get(id) ?? {}, total: total?.decimal ?? '' };
    }
    after = last.id;
  }
}

function quantitiesBySale(lines: readonly LineRow[]): ReadonlyMap<number, Readonly<Record<string, number>>> {
  const bySale = new Map<number, Record<string, number>>();
  for (const { sale, quantity, 'product.': product } of lines) {
    const code = product?.code;
    if (code === undefined || code === null || code === FREIGHT) continue;
    const quantities = bySale.get(sale) ?? {};
    quantities[code] = (quantities[code] ?? 0) + (quantity ?? 0);
    bySale.set(sale, quantities);
  }
  return bySale;
}
