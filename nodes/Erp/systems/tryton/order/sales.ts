import { isFailure } from '../../../../../core/failure';
import type { Settled } from '../../../shared/settle';
import { settle } from '../../../shared/settle';
import type { TrytonClient, TrytonRow } from '../client';
import { accepting, allOrEach, CODE, Gather } from '../client';
import type { StoredSale } from './storedSale';
import { readSales, saleFields, toSale } from './storedSale';

export const NO_UNIQUE_KEY =
  'The module web_shop is not active in the ERP, so nothing there enforces one sale per order: the sale was looked up by reference and party.';

/** By what a sale of an order can be recognised. */
export interface SaleIdentity {
  readonly key: string;
  readonly reference: string;
  /** Codes under which the order's party may stand. */
  readonly partyCodes: readonly string[];
}

interface Pressing {
  readonly button: string;
  readonly id: number;
  readonly acceptedWarnings: readonly string[];
}

interface Creation {
  readonly values: Readonly<Record<string, unknown>>;
  readonly acceptedWarnings: readonly string[];
}

/** How a change of a sale is guarded. */
export interface Guard {
  /** Timestamp that was read with the sale; the change is refused when the sale was changed since. */
  readonly timestamp?: string;
  readonly acceptedWarnings?: readonly string[];
}

/** Sales that one transaction of the ERP writes: it holds locks, on number sequences too, for as long as it takes. */
const WRITTEN_TOGETHER = 25;

/** Pauses before a look-up that has to find something is repeated: search indexes and read replicas lag behind. */
const LOOK_AGAIN_MS = [300, 900];

/**
 * The sales of one ERP. An order's sale is found by `web_id`, which the module web_shop makes unique in the database, or without
 * that module by reference and party; which of both holds is learnt from the first look-up and kept for the execution.
 * What several orders ask for at the same moment goes in one request.
 */
export class Sales {
  private hasKey = true;
  private learnt = false;
  private readonly byKey: Gather<string, StoredSale | undefined>;
  private readonly byId: Gather<number, StoredSale | undefined>;
  private readonly creations: Gather<Creation, number>;
  private readonly pressings: Gather<Pressing, void>;

  constructor(readonly client: TrytonClient) {
    this.byKey = new Gather((keys) => this.searchKeys(keys));
    this.byId = new Gather((ids) => allOrEach(ids, (some) => this.readIds(some), isRefusal));
    this.creations = new Gather((some) => allOrEach(some, (few) => this.createAll(few), isRefusal), WRITTEN_TOGETHER);
    this.pressings = new Gather((some) => this.pressAll(some), WRITTEN_TOGETHER);
  }

  /** Whether the ERP enforces the key, as far as a look-up has shown. */
  get keyed(): boolean {
    return this.hasKey;
  }

  /** Makes sure that {@link keyed} is known: with the cheapest look-up where none has been made. */
  async learn(): Promise<boolean> {
    if (!this.learnt) await this.find({ key: '', reference: '', partyCodes: [] });
    return this.hasKey;
  }

  /** The oldest sale of the order, or `undefined`. */
  async find({ key, reference, partyCodes }: SaleIdentity): Promise<StoredSale | undefined> {
    if (this.hasKey) {
      const settled = await settle(this.byKey.ask(key));
      this.learnt = settled.ok || isMissingKeyField(settled.error);
      if (settled.ok) return settled.value;
      if (!isMissingKeyField(settled.error)) throw settled.error;
      this.hasKey = false;
    }
    const domain = [
      ['reference', '=', reference],
      ['party.code', 'in', partyCodes],
      ['state', '!=', 'cancelled'],
    ];
    return (await readSales(this.client, domain, false, 1))[0];
  }

  /** As {@link find}, for a sale that may have been written a moment ago. */
  async findPatiently(identity: SaleIdentity): Promise<StoredSale | undefined> {
    for (const pauseMs of LOOK_AGAIN_MS) {
      const found = await this.find(identity);
      if (found !== undefined) return found;
      await this.client.options.sleep(pauseMs);
    }
    return this.find(identity);
  }

  /** Reads a sale by its id, which shows what was written at once; `undefined` when it was deleted. */
  async read(id: number): Promise<StoredSale | undefined> {
    const settled = await settle(this.byId.ask(id));
    if (settled.ok) return settled.value;
    if (isRefusal(settled.error)) return undefined;
    throw settled.error;
  }

  /** @returns the id of the new sale */
  async create(values: Creation['values'], acceptedWarnings: readonly string[]): Promise<number> {
    return this.creations.ask({ values, acceptedWarnings });
  }

  /** Presses a button; in the wrong state that does nothing and looks like a success, so the state has to be read afterwards. */
  async press(button: string, id: number, acceptedWarnings: readonly string[]): Promise<void> {
    return this.pressings.ask({ button, id, acceptedWarnings });
  }

  /** As {@link press}, refused when the sale was changed since its timestamp was read. */
  async pressGuarded(button: string, id: number, guard: Guard): Promise<void> {
    await this.guarded(id, guard, (context) => this.client.call('sale.sale', button, [[id]], 'write', context));
  }

  /** Writes fields and lines in one transaction. */
  async write(id: number, values: Creation['values'], guard: Guard): Promise<void> {
    await this.guarded(id, guard, (context) => this.client.call('sale.sale', 'write', [[id], values], 'write', context));
  }

  private async guarded(
    id: number,
    { timestamp, acceptedWarnings = [] }: Guard,
    run: (context: Readonly<Record<string, unknown>>) => Promise<unknown>,
  ): Promise<void> {
    const context = timestamp === undefined ? {} : { _timestamp: { [`sale.sale,${id}`]: timestamp } };
    await accepting(this.client, acceptedWarnings, () => run(context));
  }

  private async searchKeys(keys: readonly string[]): Promise<readonly Settled<StoredSale | undefined>[]> {
    const distinct = [...new Set(keys)];
    const [only] = distinct;
    const alone = distinct.length === 1;
    const condition = alone ? ['web_id', '=', only] : ['web_id', 'in', distinct];
    const sales = await readSales(this.client, [condition], true, alone ? 1 : undefined);
    const byKey = new Map(sales.map((sale) => [sale.key, sale]));
    return keys.map((key) => ({ ok: true, value: byKey.get(key) }));
  }

  private async readIds(ids: readonly number[]): Promise<readonly (StoredSale | undefined)[]> {
    const parameters = [[...new Set(ids)], saleFields(this.hasKey)];
    const rows = (await this.client.call('sale.sale', 'read', parameters, 'read')) as readonly TrytonRow[];
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => {
      const row = byId.get(id);
      return row && toSale(row);
    });
  }

  private async createAll(creations: readonly Creation[]): Promise<readonly number[]> {
    const values = creations.map((creation) => creation.values);
    const create = () => this.client.call('sale.sale', 'create', [values], 'write');
    return (await accepting(this.client, commonWarnings(creations), create)) as readonly number[];
  }

  private async pressAll(pressings: readonly Pressing[]): Promise<readonly Settled<void>[]> {
    const results = new Map<Pressing, Settled<void>>();
    for (const button of new Set(pressings.map((pressing) => pressing.button))) {
      const same = pressings.filter((pressing) => pressing.button === button);
      const settled = await allOrEach(same, (some) => this.pressTogether(button, some), isRefusal);
      same.forEach((pressing, place) => results.set(pressing, settled[place] as Settled<void>));
    }
    return pressings.map((pressing) => results.get(pressing) as Settled<void>);
  }

  private async pressTogether(button: string, pressings: readonly Pressing[]): Promise<readonly void[]> {
    const ids = [...new Set(pressings.map(({ id }) => id))];
    const press = () => this.client.call('sale.sale', button, [ids], 'write');
    await accepting(this.client, commonWarnings(pressings), press);
    return pressings.map(() => undefined);
  }
}

/** Questions that every one of the orders accepts. */
function commonWarnings(all: readonly { readonly acceptedWarnings: readonly string[] }[]): readonly string[] {
  const [first, ...others] = all;
  return (first?.acceptedWarnings ?? []).filter((warning) =>
    others.every(({ acceptedWarnings }) => acceptedWarnings.includes(warning)),
  );
}

/** A refusal by a rule or a question: one record can be the reason, and nothing was stored. */
function isRefusal(error: unknown): boolean {
  if (!isFailure(error)) return false;
  const { code } = error.details;
  return code === CODE.userError || code === CODE.userWarning || code === CODE.serverError;
}

function isMissingKeyField(error: unknown): boolean {
  return isFailure(error) && error.details.code === CODE.unknownName && error.details.record === 'web_id';
}
