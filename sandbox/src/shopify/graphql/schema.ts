import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { buildClientSchema } from 'graphql';

interface ScopeRow {
  readonly typeName: string;
  readonly fieldName?: string | null;
  readonly requiredAccess: string;
  readonly offlineScopes: readonly string[];
}

export interface RequiredAccess {
  /** Shopify's sentence, e.g. "`read_orders` access scope". */
  readonly text: string;
  /** Any one of them is enough. */
  readonly scopes: readonly string[];
}

export interface AdminSchema {
  readonly schema: GraphQLSchema;
  /** Keyed by `Type` or `Type.field`. */
  readonly access: ReadonlyMap<string, RequiredAccess>;
}

const FILE = join('data', 'shopify', 'admin-2026-10.introspection.json.gz');
let loaded: AdminSchema | undefined;

/** Shopify's own schema with its scope table. Takes about half a second, so it is read on first use and kept. */
export function adminSchema(): AdminSchema {
  loaded ??= load();
  return loaded;
}

function load(): AdminSchema {
  const text = gunzipSync(readFileSync(findFile(__dirname))).toString('utf8');
  const file = JSON.parse(text) as { data: IntrospectionQuery; offline_scopes: { items: readonly ScopeRow[] } };
  const access = new Map<string, RequiredAccess>();
  for (const { typeName, fieldName, requiredAccess, offlineScopes } of file.offline_scopes.items) {
    if (offlineScopes.length === 0) continue;
    access.set(fieldName ? `${typeName}.${fieldName}` : typeName, { text: requiredAccess, scopes: offlineScopes });
  }
  return { schema: buildClientSchema(file.data, { assumeValid: true }), access };
}

/** The data folder lies above this file, whether it runs from the sources or from a build. */
function findFile(folder: string): string {
  for (const candidate of [join(folder, FILE), join(folder, 'sandbox', FILE)]) {
    if (existsSync(candidate)) return candidate;
  }
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`The Shopify schema ${FILE} was not found`);
  return findFile(parent);
}
