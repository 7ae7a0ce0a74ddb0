import type { Decimal } from '../../../../../core/decimal';
import { parseDecimal } from '../../../../../core/decimal';
import { Failure } from '../../../../../core/failure';
import { settle } from '../../../shared/settle';
import type { TrytonClient } from '../client';
import { idOf, searchRead, SYSTEM, textOf } from '../client';

/** The company that the user works for. */
export interface Company {
  readonly id: number;
  /** The company's own party. */
  readonly party?: number;
  /** Zone of its business dates; `undefined` when none is set. */
  readonly timeZone?: string;
  /** How the ERP rounds taxes; Tryton's default is once a document. */
  readonly taxRounding: 'line' | 'document';
}

/** A currency of the ERP. */
export interface StoredCurrency {
  readonly id: number;
  readonly digits: number;
  readonly step: Decimal;
}

/**
 * Reads the company from the session's context.
 * @throws Failure when the user belongs to no company: most of Tryton's rules would then return nothing
 */
export async function readCompany(client: TrytonClient): Promise<Company> {
  const { company: id } = await client.sessionContext();
  if (typeof id !== 'number') {
    throw new Failure('NeedsHuman', 'The user of the credential works for no company in the ERP', {
      system: SYSTEM,
      nextStep: 'Set company and employee in the preferences of the user.',
    });
  }
  const [row] = await searchRead(client, 'company.company', [['id', '=', id]], { fields: ['timezone', 'party'], limit: 1 });
  return { id, party: idOf(row, 'party'), timeZone: textOf(row, 'timezone'), taxRounding: await readTaxRounding(client) };
}

/** A user without the right to read the accounting configuration gets the default; the read-back shows whether that was true. */
async function readTaxRounding(client: TrytonClient): Promise<Company['taxRounding']> {
  const settled = await settle(client.call('account.configuration', 'read', [[1], ['tax_rounding']], 'read'));
  const rows =
    settled.ok && Array.isArray(settled.value) ? (settled.value as readonly { readonly tax_rounding?: unknown }[]) : [];
  return rows[0]?.tax_rounding === 'line' ? 'line' : 'document';
}

/** The active currencies of the ERP, each read at most once an execution. */
export class Currencies {
  private readonly known = new Map<string, Promise<StoredCurrency | undefined>>();

  constructor(private readonly client: TrytonClient) {}

  /** @param code ISO 4217 */
  async byCode(code: string): Promise<StoredCurrency | undefined> {
    const known = this.known.get(code) ?? readCurrency(this.client, code);
    this.known.set(code, known);
    const settled = await settle(known);
    if (settled.ok && settled.value !== undefined) return settled.value;
    // Neither a failure nor an absence is kept: somebody may be adding the currency.
    this.known.delete(code);
    if (settled.ok) return undefined;
    throw settled.error;
  }
}

async function readCurrency(client: TrytonClient, code: string): Promise<StoredCurrency | undefined> {
  const [row] = await searchRead(client, 'currency.currency', [['code', '=', code]], {
    fields: ['digits', 'rounding'],
    limit: 1,
  });
  if (row === undefined) return undefined;
  const digits = idOf(row, 'digits') ?? 2;
  return { id: row.id, digits, step: parseDecimal(textOf(row, 'rounding') ?? '') ?? { units: 1, scale: digits } };
}
