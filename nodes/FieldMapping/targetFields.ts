import type { ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { schemas } from '../../core/documents/generated/schemas';
import { findShippedMapping } from '../../core/mapping';

interface SchemaNode {
  readonly $ref?: string;
  readonly title?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

const MAX_DEPTH = 5;

/** The fields of a mapping's target document, for the visual form: `lines[].sku`, `customer.email` … */
export function targetFields(mappingId: string): ResourceMapperFields {
  const document = findShippedMapping(mappingId)?.target?.document;
  const schema = document === undefined ? undefined : (schemas[document] as SchemaNode | undefined);
  const fields: ResourceMapperField[] = [];
  if (schema !== undefined) collect(schema, '', '', 0, fields);
  return { fields };
}

function collect(schema: SchemaNode, path: string, title: string, depth: number, fields: ResourceMapperField[]): void {
  const node = resolve(schema);
  const label = schema.title ?? node.title ?? path;
  const displayName = title === '' ? label : `${title}: ${label}`;
  if (depth > MAX_DEPTH || node.const !== undefined) return;
  if (node.properties !== undefined) {
    for (const [key, property] of Object.entries(node.properties))
      collect(property, path === '' ? key : `${path}.${key}`, path === '' ? '' : displayName, depth + 1, fields);
    return;
  }
  const items = node.items === undefined ? undefined : resolve(node.items);
  if (items?.properties !== undefined) {
    for (const [key, property] of Object.entries(items.properties))
      collect(property, `${path}[].${key}`, displayName, depth + 1, fields);
    return;
  }
  fields.push({
    id: path,
    displayName,
    required: false,
    defaultMatch: false,
    display: true,
    canBeUsedToMatch: false,
    type: 'string',
    removed: true,
  });
}

/** Follows a reference to the common definitions. */
function resolve(schema: SchemaNode): SchemaNode {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.split('/').at(-1) ?? '';
  const definitions = (schemas.common as { $defs: Readonly<Record<string, SchemaNode>> }).$defs;
  return definitions[name] ?? schema;
}
