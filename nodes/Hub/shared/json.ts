import type { IExecuteFunctions } from 'n8n-workflow';
import { describeShape, Failure } from '../../../core/failure';
import { parseLossless } from '../../../core/json';

/**
 * A parameter that holds a JSON object, with all digits of its numbers.
 * @throws Failure that names the field as the user sees it, never its content
 */
export function jsonObject(
  context: IExecuteFunctions,
  name: string,
  displayName: string,
  itemIndex: number,
): Readonly<Record<string, unknown>> {
  const given = context.getNodeParameter(name, itemIndex, {}) as unknown;
  const value = typeof given === 'string' ? parsed(given) : given;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw new Failure('BadMapping', `${displayName} holds no JSON object (${describeShape(given)})`, {
    code: 'no-json-object',
    nextStep: 'Write an object such as {"ID": "42"}.',
  });
}

function parsed(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return parseLossless(text);
  } catch {
    return undefined;
  }
}
