import type { TrytonClient, TrytonRow } from '../client';
import { searchRead } from '../client';

/**
 * UN/ECE Recommendation 20 codes and the English symbols of the units that Tryton's module product brings along.
 * Packages (XBX box …) are missing on purpose: how many pieces a box holds is the product's affair, so they are converted in
 * the mapping or refused here.
 */
const SYMBOL_OF_CODE: ReadonlyMap<string, string> = new Map([
  ['EA', 'u'],
  ['C62', 'u'],
  ['H87', 'u'],
  ['KGM', 'kg'],
  ['GRM', 'g'],
  ['MTR', 'm'],
  ['CMT', 'cm'],
  ['MMT', 'mm'],
  ['LTR', 'l'],
  ['CMQ', 'cm³'],
  ['MTK', 'm²'],
  ['MTQ', 'm³'],
  ['HUR', 'h'],
  ['DAY', 'd'],
]);

/** A unit of the ERP. */
export interface StoredUnit {
  readonly id: number;
  readonly symbol: string;
  readonly category: number;
  /** Decimals that a quantity in this unit may have. */
  readonly digits: number;
}

/** The units of the ERP, read once an execution. */
export class Units {
  private table: Promise<readonly StoredUnit[]> | undefined;

  constructor(private readonly client: TrytonClient) {}

  /** The ERP's unit for a UN/ECE code, or `undefined`. */
  async byCode(code: string): Promise<StoredUnit | undefined> {
    const symbol = SYMBOL_OF_CODE.get(code);
    if (symbol === undefined) return undefined;
    return (await this.all()).find((unit) => unit.symbol === symbol);
  }

  async byId(id: number | undefined): Promise<StoredUnit | undefined> {
    return (await this.all()).find((unit) => unit.id === id);
  }

  /** UN/ECE code of a unit of the ERP; its own symbol where there is none. */
  async codeOf(id: number | undefined): Promise<string> {
    const unit = await this.byId(id);
    if (unit === undefined) return '';
    for (const [code, symbol] of SYMBOL_OF_CODE) if (symbol === unit.symbol) return code;
    return unit.symbol;
  }

  private async all(): Promise<readonly StoredUnit[]> {
    this.table ??= this.read();
    this.table.catch(() => (this.table = undefined));
    return this.table;
  }

  private async read(): Promise<readonly StoredUnit[]> {
    const rows = await searchRead(this.client, 'product.uom', [], { fields: ['symbol', 'category', 'digits'] });
    return rows.map(toUnit);
  }
}

function toUnit(row: TrytonRow): StoredUnit {
  return { id: row.id, symbol: String(row.symbol), category: Number(row.category), digits: Number(row.digits ?? 0) };
}
