import type { Changes, Store } from '../orm/store';

/** What one committed transaction did to one sale: the witness's line about it. */
export interface SaleEffect {
  /** `create` and `delete` of the sale itself; `write` for every other change of the sale or its lines. */
  readonly what: 'create' | 'write' | 'delete';
  readonly id: number;
  /** The business key under which it was written; null when it has none. */
  readonly webId: string | null;
  /** State after the transaction. */
  readonly state: string;
  /** Version of the order that stands in the sale, as its writer left it in the notes of the lines; null when there is none. */
  readonly version: string | null;
}

/** How the connector notes the version of an order in the notes of a sale's lines. */
const VERSION = /^medsupply version (\S+)/m;

/** The sales that a transaction created, changed or deleted. */
export function saleEffects(store: Store, { rows }: Changes): SaleEffect[] {
  const sales = store.table('sale.sale');
  const lines = store.table('sale.line');
  const changed = new Set(rows.get('sale.sale')?.keys());
  for (const [id, before] of rows.get('sale.line') ?? []) {
    const sale = lines.get(id)?.sale ?? before?.sale;
    if (typeof sale === 'number') changed.add(sale);
  }
  return [...changed].flatMap((id): SaleEffect[] => {
    const before = rows.get('sale.sale')?.get(id);
    const isNew = rows.get('sale.sale')?.has(id) === true && before === undefined;
    const row = sales.get(id);
    const shown = row ?? before;
    // made and taken back within the transaction
    if (shown === undefined) return [];
    const what = row === undefined ? 'delete' : isNew ? 'create' : 'write';
    return [{ what, id, webId: textOf(shown.web_id), state: textOf(shown.state) ?? '', version: versionOf(store, id) }];
  });
}

function versionOf(store: Store, sale: number): string | null {
  const lines = store.table('sale.line');
  for (const id of lines.idsWhere('sale', sale)) {
    const version = VERSION.exec(textOf(lines.get(id)?.note) ?? '')?.[1];
    if (version !== undefined) return version;
  }
  return null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
