import type { IDataObject } from 'n8n-workflow';
import { Shopify } from '../../../../nodes/Shopify/Shopify.node';
import type { FakeNode } from '../../../support/n8nContext';
import { executeContext } from '../../../support/n8nContext';

type NodeUnderTest = FakeNode & { readonly items?: readonly IDataObject[]; readonly continueOnFail?: boolean };

/** Executes the node as n8n does and returns the JSON of its output items. */
export async function runNode(fake: NodeUnderTest): Promise<IDataObject[]> {
  const [items] = await new Shopify().execute.call(executeContext(fake));
  return (items ?? []).map(({ json }) => json);
}

/** Executes the node, which must fail, and returns the error. */
export async function failureOf(fake: NodeUnderTest): Promise<Error & { readonly description?: string }> {
  const error: unknown = await runNode(fake).catch((thrown: unknown) => thrown);
  if (error instanceof Error) return error;
  throw new Error('The node did not fail');
}
