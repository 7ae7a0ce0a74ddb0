import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { buildClientSchema } from 'graphql';

interface ScopeRow {
  readonly typeName: string;
  readonly fieldName?: string | null;
  readonly offlineScopes: readonly string[];
}

export interface AdminSchema {
  readonly schema: GraphQLSchema;
  /** Access scopes by `Type` or `Type.field`; any one of a list is enough. */
  readonly scopes: ReadonlyMap<string, readonly string[]>;
}

const FILE = 'admin-2026-10.introspection.json.gz';

function schemaFile(): string {
  const committed = path.join(__dirname, '../../../../sandbox/data/shopify', FILE);
  if (existsSync(committed)) return committed;
  const folder = process.env.MEDSUPPLY_TEST_DATA;
  if (folder !== undefined && existsSync(path.join(folder, 'shopify', FILE))) return path.join(folder, 'shopify', FILE);
  throw new Error(`The official schema is missing: expected ${committed}, or shopify/${FILE} under MEDSUPPLY_TEST_DATA`);
}

/** Shopify's own introspection of Admin API 2026-10 and the scopes it names. */
export function adminSchema(): AdminSchema {
  const file = JSON.parse(gunzipSync(readFileSync(schemaFile())).toString('utf8')) as {
    data: IntrospectionQuery;
    offline_scopes: { items: readonly ScopeRow[] };
  };
  const scopes = new Map<string, readonly string[]>();
  for (const { typeName, fieldName, offlineScopes } of file.offline_scopes.items) {
    if (offlineScopes.length === 0) continue;
    scopes.set(fieldName ? `${typeName}.${fieldName}` : typeName, offlineScopes);
  }
  return { schema: buildClientSchema(file.data), scopes };
}
