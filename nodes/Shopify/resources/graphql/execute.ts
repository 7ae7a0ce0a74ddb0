import type { IDataObject } from 'n8n-workflow';
import { Failure } from '../../../../core/failure';
import { parseLossless } from '../../../../core/json';
import type { Operation } from '../../../shared';
import type { ShopifyDocument } from '../../client';
import { connect, operationKinds } from '../../client';
import { shopify } from '../../platform';

/** Sends any query or mutation through the same client as the other operations. */
export const execute: Operation = {
  effect: {
    class: 'write-blind',
    repeat:
      'A query changes nothing. A mutation is sent once more when the item is run again, unless it carries @idempotent with the same key.',
  },
  option: {
    name: 'Execute',
    value: 'execute',
    action: 'Execute a query or mutation',
    description: 'Send a GraphQL text of your own; errors and user errors make the item fail',
  },
  properties: [
    {
      displayName: 'Query',
      name: 'query',
      type: 'string',
      typeOptions: { rows: 8 },
      default: '',
      required: true,
      placeholder: 'query { shop { name } }',
      description: 'Query or mutation of the Shopify Admin API',
    },
    {
      displayName: 'Variables',
      name: 'variables',
      type: 'json',
      default: '{}',
      description: 'Values of the variables as a JSON object',
    },
    {
      displayName: 'Operation Name',
      name: 'operationName',
      type: 'string',
      default: '',
      description: 'Which operation to run when the text holds several',
    },
  ],
  async execute(context, itemIndex) {
    const document = documentOf(
      String(context.getNodeParameter('query', itemIndex)),
      String(context.getNodeParameter('operationName', itemIndex, '')).trim(),
    );
    const variables = variablesOf(context.getNodeParameter('variables', itemIndex, {}));
    const { client } = await connect(context);
    return [{ json: (await client.run(document, variables)) as IDataObject }];
  },
};

function documentOf(text: string, operationName: string): ShopifyDocument {
  const { kinds, names } = operationKinds(text);
  if (kinds.size === 0) throw wrong('The text holds no query and no mutation', 'Enter a query such as query { shop { name } }.');
  if (kinds.has('subscription'))
    throw wrong('Shopify has no GraphQL subscriptions', 'Use the MedSupply Shopify Trigger for events.');
  // With both kinds in one text it is not worth finding out which one runs: the careful reading costs nothing.
  const kind = kinds.has('mutation') ? 'mutation' : 'query';
  const name = operationName === '' ? (names[0] ?? `the ${kind}`) : operationName;
  return { name, operationName: operationName === '' ? undefined : operationName, kind, text, repeatable: kind === 'query' };
}

function variablesOf(value: unknown): Readonly<Record<string, unknown>> {
  let variables: unknown = value;
  if (typeof value === 'string') {
    variables = value.trim() === '' ? {} : parsed(value);
  }
  if (typeof variables === 'object' && variables !== null && !Array.isArray(variables))
    return variables as Record<string, unknown>;
  throw wrong('The variables are not a JSON object', 'Enter an object such as {"id": "gid://shopify/Order/1"}.');
}

function parsed(text: string): unknown {
  try {
    return parseLossless(text);
  } catch {
    return undefined;
  }
}

function wrong(message: string, nextStep: string): Failure {
  return new Failure('BadMapping', message, { system: shopify.name, nextStep });
}
