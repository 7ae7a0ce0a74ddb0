import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../core/failure';

/**
 * A text parameter that must not be empty: an empty search would find anything, an empty id name anything.
 * @throws Failure that names the field as the user sees it
 */
export function requiredText(context: IExecuteFunctions, name: string, displayName: string, itemIndex: number): string {
  const value = context.getNodeParameter(name, itemIndex);
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  if (text !== '') return text;
  throw new Failure('BadMapping', `${displayName} is empty`, {
    nextStep: `Fill ${displayName}, or leave items without it out before this node.`,
  });
}
