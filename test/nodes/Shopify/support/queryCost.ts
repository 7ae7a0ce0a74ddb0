import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLOutputType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';
import { getNamedType, isCompositeType, isInterfaceType, isObjectType, Kind } from 'graphql';

/**
 * Points that Shopify asks for a document before it runs it, after its published rules: scalars 0, objects 1, a connection
 * its page size times its node, interfaces and unions the dearest branch, a mutation 10. A connection counts two points of
 * its own, and nothing is rounded down, so that the figure is rather too high.
 */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }

  const pageSize = (field: FieldNode): number => {
    for (const argument of field.arguments ?? []) {
      if (argument.name.value !== 'first' && argument.name.value !== 'last') continue;
      const value =
        argument.value.kind === Kind.VARIABLE
          ? Number(variables[argument.value.name.value])
          : Number('value' in argument.value ? argument.value.value : NaN);
      if (Number.isInteger(value)) return value;
    }
    throw new Error(`Connection ${field.name.value} has no page size`);
  };

  /** Children of a selection, by the concrete type they apply to; `''` applies to all. */
  const costOf = (selections: SelectionSetNode, typeName: string): number => {
    let shared = 0;
    const branches = new Map<string, number>();
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        shared += fieldCost(selection, typeName);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment === undefined) throw new Error('Unknown fragment');
      const condition = fragment.typeCondition?.name.value ?? typeName;
      const cost = costOf(fragment.selectionSet, condition);
      if (condition === typeName || isInterfaceType(schema.getType(condition))) shared += cost;
      else branches.set(condition, (branches.get(condition) ?? 0) + cost);
    }
    return shared + Math.max(0, ...branches.values());
  };

  const fieldCost = (field: FieldNode, parentName: string): number => {
    if (field.name.value.startsWith('__')) return 0;
    const parent = schema.getType(parentName);
    if (!isObjectType(parent) && !isInterfaceType(parent)) throw new Error(`No fields on ${parentName}`);
    const type: GraphQLOutputType | undefined = parent.getFields()[field.name.value]?.type;
    if (type === undefined) throw new Error(`No field ${parentName}.${field.name.value}`);
    const named = getNamedType(type);
    if (!isCompositeType(named) || field.selectionSet === undefined) return 0;
    if (!named.name.endsWith('Connection')) return 1 + costOf(field.selectionSet, named.name);
    let perNode = 0;
    let beside = 0;
    for (const selection of field.selectionSet.selections) {
      if (selection.kind !== Kind.FIELD || selection.selectionSet === undefined || selection.name.value === 'pageInfo') continue;
      perNode += fieldCost(selection, named.name);
      beside = 2;
    }
    return beside + pageSize(field) * perNode;
  };

  let total = 0;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const root = definition.operation === 'mutation' ? schema.getMutationType() : schema.getQueryType();
    if (!root) throw new Error('The schema has no root type');
    total += costOf(definition.selectionSet, root.name);
    if (definition.operation === 'mutation') total += 10 * definition.selectionSet.selections.length;
  }
  return total;
}
