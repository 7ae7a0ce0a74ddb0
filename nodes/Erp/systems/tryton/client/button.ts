import { Failure, isFailure } from '../../../../../core/failure';
import { settle } from '../../../shared/settle';
import type { TrytonClient } from './client';
import { SYSTEM } from './failures';
import { accepting } from './questions';

export interface Button {
  readonly model: string;
  /** Method behind the button, e.g. `quote`. */
  readonly name: string;
  readonly id: number;
  /** States in which the button has done its work. */
  readonly reaches: readonly string[];
  /** Beginnings of the names of questions that are answered with yes. */
  readonly acceptedWarnings: readonly string[];
  /** Names the record in errors, e.g. `order #1001`. */
  readonly record: string;
}

/**
 * Presses a button and reads the state back. In the wrong state Tryton's buttons do nothing and answer like a success, so
 * "the state did not change" is a failure here. A lost answer is settled by the same reading.
 * @returns the state that was read
 */
export async function pressButton(client: TrytonClient, button: Button): Promise<string> {
  const press = () => client.call(button.model, button.name, [[button.id]], 'write');
  const pressed = await settle(accepting(client, button.acceptedWarnings, press));
  const lost = !pressed.ok && isFailure(pressed.error) && pressed.error.recovery === 'OutcomeUnknown';
  if (!pressed.ok && !lost) throw pressed.error;

  const state = await readState(client, button.model, button.id);
  if (button.reaches.includes(state)) return state;
  if (!pressed.ok) throw pressed.error;
  throw new Failure('NeedsHuman', `The ERP accepted "${button.name}" for ${button.record}, but it stayed ${state}`, {
    system: SYSTEM,
    code: 'silent-button',
    record: button.record,
    nextStep: 'Open the record in the ERP, press the button there and read what it says; then run the item again.',
  });
}

/** State of one record; the value is never assumed from an answer. */
export async function readState(client: TrytonClient, model: string, id: number): Promise<string> {
  const rows = await client.call(model, 'read', [[id], ['state']], 'read');
  const row = Array.isArray(rows) ? (rows[0] as { readonly state?: unknown } | undefined) : undefined;
  return typeof row?.state === 'string' ? row.state : 'unknown';
}
