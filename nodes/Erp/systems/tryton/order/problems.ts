import { Failure } from '../../../../../core/failure';
import { singleLine } from '../../../shared/text';
import { SYSTEM } from '../client';

const MAX_LISTED = 20;
const MAX_LENGTH = 80;

/** Collects what an order lacks, so that a person can correct everything at once instead of one run after the other. */
export class Problems {
  private readonly texts = new Set<string>();

  add(text: string): void {
    this.texts.add(text);
  }

  /** @throws Failure that names all of them */
  throwIfAny(orderNumber: string): void {
    if (this.texts.size === 0) return;
    const listed = [...this.texts].slice(0, MAX_LISTED);
    const more = this.texts.size > MAX_LISTED ? ` and ${this.texts.size - MAX_LISTED} more` : '';
    throw new Failure('NeedsHuman', `Order ${orderNumber} cannot be written to the ERP: ${listed.join('; ')}${more}`, {
      system: SYSTEM,
      code: 'master-data',
      record: orderNumber,
      nextStep: 'Nothing was written. Create or correct these in the ERP or in the mapping, then run the item again.',
    });
  }
}

/** An article number as errors show it: one line, not endless. */
export function shown(code: string): string {
  const line = singleLine(code);
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
}
