import type { Decimal } from '../../../../../core/decimal';
import { compare, isZero, parseDecimal, ZERO } from '../../../../../core/decimal';
import type { Tax } from '../../../../../core/documents';
import type { TrytonClient, TrytonRow } from '../client';
import { relatedList, searchRead, textOf } from '../client';
import type { PricedTax } from '../pricing';

/** Taxes of the ERP that a sale line may carry and whose arithmetic is known: a percentage without parts. */
export class Taxes {
  private table: Promise<readonly PricedTax[]> | undefined;

  constructor(
    private readonly client: TrytonClient,
    private readonly company: number,
  ) {}

  /**
   * Chooses the ERP's taxes for the taxes of a line: those of the product's own category where their rates are the line's,
   * else the oldest tax with the same rate. A rate of zero without such a tax is no tax at all.
   *
   * @param own ids of the taxes that the ERP would choose for the product
   * @returns the taxes, or the rates for which the ERP has none
   */
  async choose(
    taxes: readonly Tax[],
    own: readonly number[],
  ): Promise<{ readonly taxes: readonly PricedTax[] } | { readonly missing: readonly string[] }> {
    const table = await this.all();
    const rates = taxes.map(({ rate }) => parseDecimal(rate) ?? ZERO);
    const ownTaxes = table.filter(({ id }) => own.includes(id));
    if (ownTaxes.length === own.length && sameRates(ownTaxes, rates)) return { taxes: ownTaxes };

    const chosen: PricedTax[] = [];
    const missing: string[] = [];
    for (const [place, rate] of rates.entries()) {
      const fitting = table.filter((tax) => compare(tax.rate, rate) === 0 && !chosen.includes(tax));
      const tax = fitting.find(({ id }) => own.includes(id)) ?? fitting[0];
      if (tax !== undefined) chosen.push(tax);
      else if (!isZero(rate)) missing.push(taxes[place]?.rate ?? '');
    }
    return missing.length > 0 ? { missing } : { taxes: chosen };
  }

  private async all(): Promise<readonly PricedTax[]> {
    this.table ??= this.read();
    this.table.catch(() => (this.table = undefined));
    return this.table;
  }

  private async read(): Promise<readonly PricedTax[]> {
    const domain = [
      ['company', '=', this.company],
      ['parent', '=', null],
      ['type', '=', 'percentage'],
      ['update_unit_price', '=', false],
      ['OR', ['group', '=', null], ['group.kind', 'in', ['sale', 'both']]],
    ];
    const rows = await searchRead(this.client, 'account.tax', domain, { fields: ['rate', 'childs.rate'] });
    return rows.filter((row) => relatedList(row, 'childs').length === 0).map(toTax);
  }
}

function toTax(row: TrytonRow): PricedTax {
  return { id: row.id, rate: parseDecimal(textOf(row, 'rate') ?? '0') ?? ZERO };
}

function sameRates(taxes: readonly PricedTax[], rates: readonly Decimal[]): boolean {
  if (taxes.length !== rates.length) return false;
  const left = taxes.map(({ rate }) => rate).sort(compare);
  const right = [...rates].sort(compare);
  return left.every((rate, place) => compare(rate, right[place] ?? ZERO) === 0);
}
