import { formatDecimal, parseDecimal, subtract } from '../../../../../core/decimal';
import type { Difference } from '../../../../../core/delivery';
import type { FailureDetails } from '../../../../../core/failure';
import { Failure } from '../../../../../core/failure';
import { SYSTEM } from '../client';

/** One difference with the gap between both figures, where they are figures. */
export interface ShownDifference extends Difference {
  readonly difference?: string;
}

export interface DifferenceDetails extends FailureDetails {
  readonly differences: readonly ShownDifference[];
}

const MAX_LISTED = 5;

/**
 * The failure for an order that looks different in the ERP. The message lists the first differences; `details.differences`
 * holds all of them as `{field, expected, actual, difference}`.
 */
export function differenceFailure(
  orderNumber: string,
  what: string,
  differences: readonly Difference[],
  nextStep: string,
): Failure {
  const shownDifferences = differences.map(withGap);
  const listed = shownDifferences.slice(0, MAX_LISTED).map(({ field, expected, actual, difference }) => {
    const gap = difference === undefined ? '' : ` (difference ${difference})`;
    return `${field} expected ${expected || 'nothing'}, actual ${actual || 'nothing'}${gap}`;
  });
  const more = differences.length > MAX_LISTED ? ` and ${differences.length - MAX_LISTED} more` : '';
  const details: DifferenceDetails = {
    system: SYSTEM,
    code: 'difference',
    record: orderNumber,
    nextStep,
    differences: shownDifferences,
  };
  return new Failure('NeedsHuman', `Order ${orderNumber} ${what}: ${listed.join('; ')}${more}`, details);
}

function withGap(difference: Difference): ShownDifference {
  const expected = parseDecimal(difference.expected);
  const actual = parseDecimal(difference.actual);
  // SKUs can look like numbers; their distance says nothing.
  if (expected === undefined || actual === undefined || difference.field.endsWith('product')) return difference;
  return { ...difference, difference: formatDecimal(subtract(actual, expected)) };
}
