import type { OrderTargetState } from '../../../contract';
import type { TrytonClient } from '../client';
import { pressButton, readState } from '../client';

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

function step(state: string): number {
  return WAY.findIndex((candidate) => candidate === state);
}

/** Takes a sale to its target, one button after the other, each read back. Safe to repeat from any state on the way. */
export async function advanceSale(client: TrytonClient, id: number, from: string, advance: Advance): Promise<string> {
  let state = from;
  for (const next of WAY.slice(0, step(advance.target) + 1)) {
    const button = BUTTON_INTO.get(next);
    if (button === undefined || hasReached(state, next as OrderTargetState)) continue;
    const reaches = WAY.slice(step(next));
    state = await pressButton(client, { model: 'sale.sale', name: button, id, reaches, ...advance });
  }
  return state;
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
