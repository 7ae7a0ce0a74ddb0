import { Failure, isFailure } from '../../../../../core/failure';
import type { OrderTargetState } from '../../../contract';
import { settle } from '../../../shared/settle';
import type { TrytonClient } from '../client';
import { readState, SYSTEM } from '../client';
import type { Sales } from './sales';
import type { StoredSale } from './storedSale';

/** States of a sale on its way; `cancelled` is outside. */
const WAY = ['draft', 'quotation', 'confirmed', 'processing', 'done'] as const;
const BUTTON_INTO = new Map<string, string>([
  ['quotation', 'quote'],
  ['confirmed', 'confirm'],
]);

/**
 * How long a sale that somebody else created may stand still before it counts as left behind by a crash, in milliseconds per
 * look, spread by half to one and a half times. Tryton on SQLite has no row locks: two callers that pressed confirm at once were
 * seen to make two invoices for one sale. So the creator goes first, and whoever takes over goes alone. Progress starts the
 * waiting anew.
 */
const PATIENCE_MS = [500, 1_000, 2_000, 4_000, 4_000];
/** Longer than Tryton needs for a button whose answer was lost. */
const SETTLE_MS = 3_000;

export interface Advance {
  readonly target: OrderTargetState;
  readonly acceptedWarnings: readonly string[];
  /** Names the sale in errors. */
  readonly record: string;
}

/** Whether a sale is at its target or beyond; a cancelled one is left alone. */
export function hasReached(state: string, target: OrderTargetState): boolean {
  return state === 'cancelled' || step(state) >= step(target);
}

/** Whether Tryton has gone on with a sale so far that its lines can no longer be changed. */
export function isTooLate(state: string): boolean {
  return step(state) >= step('processing');
}

function step(state: string): number {
  return WAY.findIndex((candidate) => candidate === state);
}

/**
 * Takes a sale to its target, one button after the other, and reads it back. In the wrong state Tryton's buttons do nothing and
 * answer like a success, so "the state did not change" is a failure here. A lost answer is settled by looking. Safe to repeat from
 * any state on the way.
 */
export async function advanceSale(sales: Sales, id: number, from: string, advance: Advance): Promise<StoredSale> {
  const { target, acceptedWarnings, record } = advance;
  for (const next of WAY.slice(0, step(target) + 1)) {
    const button = BUTTON_INTO.get(next);
    if (button === undefined || hasReached(from, next as OrderTargetState)) continue;
    const pressed = await settle(sales.press(button, id, acceptedWarnings));
    if (!pressed.ok) await settleLost(sales.client, id, next as OrderTargetState, pressed.error);
  }
  const sale = await sales.read(id);
  if (sale !== undefined && hasReached(sale.state, target)) return sale;
  const state = sale?.state ?? 'missing';
  const missed = WAY.find((next) => BUTTON_INTO.has(next) && !hasReached(state, next as OrderTargetState));
  throw new Failure(
    'NeedsHuman',
    `The ERP accepted "${BUTTON_INTO.get(missed ?? '') ?? 'quote'}" for ${record}, but it stayed ${state}`,
    {
      system: SYSTEM,
      code: 'silent-button',
      record,
      nextStep: 'Open the record in the ERP, press the button there and read what it says; then run the item again.',
    },
  );
}

/** @throws the failure unless it was only the answer that was lost */
async function settleLost(client: TrytonClient, id: number, reached: OrderTargetState, error: unknown): Promise<void> {
  if (!isFailure(error) || error.recovery !== 'OutcomeUnknown') throw error;
  if (hasReached(await readState(client, 'sale.sale', id), reached)) return;
  await client.options.sleep(SETTLE_MS);
  if (!hasReached(await readState(client, 'sale.sale', id), reached)) throw error;
}

/** Waits while another caller takes the sale on; comes back when it is done or has stood still. */
export async function awaitProgress(client: TrytonClient, id: number, from: string, target: OrderTargetState): Promise<string> {
  let state = from;
  for (let look = 0; look < PATIENCE_MS.length && !hasReached(state, target); look++) {
    const waitMs = PATIENCE_MS[look] ?? 0;
    await client.options.sleep(Math.round(waitMs * (0.5 + client.options.random())));
    const now = await readState(client, 'sale.sale', id);
    if (now !== state) look = -1;
    state = now;
  }
  return state;
}
