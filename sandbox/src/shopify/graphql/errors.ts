import { GraphQLError } from 'graphql';
import type { RequiredAccess } from './schema';

/** The sandbox stands for a part of Shopify only; whatever is missing fails loudly instead of answering null. */
export function notImplemented(what: string): GraphQLError {
  return new GraphQLError(`The sandbox does not implement ${what}`, { extensions: { code: 'SANDBOX_NOT_IMPLEMENTED' } });
}

export function accessDenied(field: string, access: RequiredAccess): GraphQLError {
  return new GraphQLError(`Access denied for ${field} field. Required access: ${access.text}`, {
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/api/usage/access-scopes',
      requiredAccess: access.text,
    },
  });
}

/** The answer to a field of protected customer data that Shopify has not approved the app for. */
export function notApproved(field: string): GraphQLError {
  const page = 'https://shopify.dev/docs/apps/launch/protected-customer-data';
  return new GraphQLError(`This app is not approved to use the ${field} field. See ${page} for more details.`, {
    extensions: { code: 'ACCESS_DENIED', documentation: page },
  });
}

export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}

/** graphql-js words some findings differently from Shopify's server; the most common one is put into Shopify's form. */
export function inShopifysWords(error: GraphQLError): GraphQLError {
  const match = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message);
  if (match === null) return error;
  const [, fieldName, typeName] = match;
  return new GraphQLError(`Field '${fieldName}' doesn't exist on type '${typeName}'`, {
    nodes: error.nodes,
    extensions: { code: 'undefinedField', typeName, fieldName },
  });
}
