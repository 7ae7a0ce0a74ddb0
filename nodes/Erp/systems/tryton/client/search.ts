import { isFailure } from '../../../../../core/failure';
import { settle } from '../../../shared/settle';
import type { TrytonClient, TrytonContext } from './client';
import { CODE } from './failures';

/** A record as `search_read` and `read` return it, decoded. */
export type TrytonRow = Readonly<Record<string, unknown>> & { readonly id: number };

/** A Tryton search condition, e.g. `['code', '=', 'X']` or `['OR', […], […]]`. */
export type Domain = readonly unknown[];

export interface SearchOptions {
  readonly fields: readonly string[];
  /** Stops after so many records; without it every page is read. */
  readonly limit?: number;
  readonly context?: TrytonContext;
}

/** Large enough for every master-data table of the seed, small enough for a proxy's answer limit. */
const PAGE_SIZE = 500;

/**
 * Finds records with their fields, page by page in the order of their ids, so that rows created meanwhile cannot move others
 * from one page to the next.
 */
export async function searchRead(
  client: TrytonClient,
  model: string,
  domain: Domain,
  options: SearchOptions,
): Promise<TrytonRow[]> {
  const rows: TrytonRow[] = [];
  let lastId = 0;
  for (;;) {
    const wanted = Math.min(PAGE_SIZE, (options.limit ?? Infinity) - rows.length);
    const pageDomain = lastId === 0 ? domain : [...domain, ['id', '>', lastId]];
    const parameters = [pageDomain, 0, wanted, [['id', 'ASC']], options.fields];
    const page = await readPage(client, model, parameters, options.context);
    // The order of the answer is not promised, only which records it holds.
    const sorted = [...page].sort((a, b) => a.id - b.id);
    rows.push(...sorted);
    const last = sorted.at(-1);
    if (last === undefined || page.length < wanted || rows.length >= (options.limit ?? Infinity)) return rows;
    lastId = last.id;
  }
}

/** A refusal that is still there after so many looks is a missing right. */
const MAX_LOOKS = 3;
const LOOK_AGAIN_MS = 100;

/**
 * Tryton searches first and reads afterwards; a record that somebody deletes in between makes the whole request fail with a
 * UserError (seen on SQLite, where a request has no snapshot of its own). Looking again finds what is left.
 */
async function readPage(
  client: TrytonClient,
  model: string,
  parameters: readonly unknown[],
  context: TrytonContext | undefined,
): Promise<readonly TrytonRow[]> {
  for (let look = 1; ; look++) {
    const settled = await settle(client.call(model, 'search_read', parameters, 'read', context));
    if (settled.ok) return settled.value as readonly TrytonRow[];
    const refused = isFailure(settled.error) && settled.error.details.code === CODE.userError;
    if (!refused || look >= MAX_LOOKS) throw settled.error;
    await client.options.sleep(LOOK_AGAIN_MS);
  }
}
