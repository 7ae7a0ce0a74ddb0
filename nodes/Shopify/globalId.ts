import { describeShape, Failure } from '../../core/failure';
import { shopify } from './platform';

/**
 * Global id of a record from what users have at hand: `gid://shopify/Order/123`, or the number in it.
 * @throws Failure for anything else, also for the id of another type
 */
export function globalId(type: string, value: unknown): string {
  const text =
    typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : typeof value === 'string' ? value.trim() : '';
  if (/^[1-9]\d{0,19}$/.test(text)) return `gid://shopify/${type}/${text}`;
  // Some ids come with parameters behind a question mark, which do not belong to the id.
  const match = /^gid:\/\/shopify\/(\w+)\/([1-9]\d{0,19})(?:\?.*)?$/.exec(text);
  if (match?.[1] === type) return `gid://shopify/${type}/${match[2]}`;
  throw new Failure('BadMapping', `The ${type} ID is not an ID of Shopify: ${describeShape(value)}`, {
    system: shopify.name,
    nextStep: `Enter the number from the address of the ${type.toLowerCase()} in the admin, or gid://shopify/${type}/ and the number.`,
  });
}
