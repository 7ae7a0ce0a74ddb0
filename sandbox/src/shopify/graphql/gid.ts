import { GraphQLError } from 'graphql';

export function gid(type: string, id: bigint): string {
  return `gid://shopify/${type}/${id}`;
}

/**
 * @returns the number inside a global id of the wanted type
 * @throws GraphQLError for anything else, as Shopify refuses plain numbers and ids of another type
 */
export function parseGid(type: string, value: unknown): bigint {
  const text = String(value);
  const match = /^gid:\/\/shopify\/(\w+)\/(\d+)(?:\?.*)?$/.exec(text);
  if (match === null)
    throw new GraphQLError(`Invalid global id '${text}'`, { extensions: { code: 'argumentLiteralsIncompatible' } });
  const [, found, id = ''] = match;
  if (found !== type) throw new GraphQLError(`Invalid id: ${text}`, { extensions: { code: 'RESOURCE_NOT_FOUND' } });
  return BigInt(id);
}
