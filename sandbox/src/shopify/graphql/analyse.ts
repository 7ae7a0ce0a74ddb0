import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
  GraphQLError,
} from 'graphql';
import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  getNullableType,
} from 'graphql';
import { badRequest, notImplemented } from './errors';
import { demandsIdempotencyKey } from './idempotency';
import type { Args } from './table';
import { numberArg } from './table';
import { fieldOf, tableOf } from './tables';

/** Shopify's prices: objects 1, scalars 0, a connection 2 and its rows, a mutation 10; an abstract type as its dearest case. */
const MUTATION_COST = 10;
const CONNECTION_COST = 2;
const LARGEST_PAGE = 250;

export interface AnalysedOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Stands for "not executed yet": pages count as full, objects as present. */
const REQUESTED = Symbol('requested');

/**
 * Walks an operation before it runs: finds what the sandbox does not implement and what Shopify refuses, and adds up the cost.
 * The same walk over the answer gives the actual cost.
 */
export class Analysis {
  readonly problems: GraphQLError[] = [];

  constructor(private readonly request: AnalysedOperation) {}

  requestedCost(): number {
    return this.rootCost(REQUESTED);
  }

  actualCost(data: unknown): number {
    return this.rootCost(data);
  }

  private rootCost(data: unknown): number {
    const { schema, operation } = this.request;
    const root = schema.getRootType(operation.operation);
    if (!root) return 0;
    return this.selectionCost(root, [operation.selectionSet], data);
  }

  /** Cost of everything selected below one object, without the object itself. */
  private selectionCost(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], data: unknown): number {
    const { schema } = this.request;
    if (data === null || data === undefined) return 0;
    if (!isAbstractType(type)) return this.objectCost(type, sets, data);
    const produced = schema.getPossibleTypes(type).filter(({ name }) => tableOf(name) !== undefined);
    if (produced.length === 0) this.report(notImplemented(`the type ${type.name}`));
    return Math.max(0, ...produced.map((possible) => this.objectCost(possible, sets, data)));
  }

  private objectCost(type: GraphQLObjectType, sets: readonly SelectionSetNode[], data: unknown): number {
    const fields = new Map<string, FieldNode[]>();
    for (const set of sets) this.collect(type, set, fields);
    let cost = 0;
    for (const [key, nodes] of fields) {
      const value = data === REQUESTED ? REQUESTED : (data as Args)[key];
      cost += this.fieldCost(type, nodes, value);
    }
    return cost;
  }

  private fieldCost(parent: GraphQLObjectType, nodes: readonly FieldNode[], data: unknown): number {
    const [node] = nodes;
    const name = node?.name.value ?? '';
    const field = parent.getFields()[name];
    if (node === undefined || field === undefined) return 0; // __typename and introspection
    const args = getArgumentValues(field, node, this.request.variables);
    this.check(parent, field, node, args);

    const type = getNamedType(field.type);
    if (isLeafType(type)) return 0;
    if (!isCompositeType(type)) return 0;
    const sets = nodes.map((each) => each.selectionSet).filter((set) => set !== undefined);
    if (parent === this.request.schema.getMutationType()) return MUTATION_COST + this.selectionCost(type, sets, data);
    if (type.name.endsWith('Connection')) return CONNECTION_COST + this.connectionCost(type, sets, args, data);
    if (type.name === 'PageInfo') return 0;
    if (isListType(getNullableType(field.type))) return this.listCost(type, sets, args, data);
    return data === null || data === undefined ? 0 : 1 + this.selectionCost(type, sets, data);
  }

  private listCost(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], args: Args, data: unknown): number {
    if (data === REQUESTED) return (numberArg(args, 'first') ?? 1) * (1 + this.selectionCost(type, sets, REQUESTED));
    return asList(data).reduce<number>((cost, item) => cost + 1 + this.selectionCost(type, sets, item), 0);
  }

  /** Each row costs one, and what is selected below `nodes` and `edges.node`. */
  private connectionCost(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], args: Args, data: unknown): number {
    if (data === REQUESTED) {
      const size = numberArg(args, 'first') ?? numberArg(args, 'last') ?? 0;
      const below = this.rowCost(type, sets, REQUESTED);
      return size * Math.max(1, below);
    }
    return this.rowCost(type, sets, data);
  }

  private rowCost(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], data: unknown): number {
    if (isAbstractType(type) || data === null || data === undefined) return 0;
    const fields = new Map<string, FieldNode[]>();
    for (const set of sets) this.collect(type, set, fields);
    let cost = 0;
    for (const [key, nodes] of fields) {
      const name = nodes[0]?.name.value;
      const field = name === undefined ? undefined : type.getFields()[name];
      if (nodes[0] !== undefined && field !== undefined) this.check(type, field, nodes[0], {});
      const row = field && getNamedType(field.type);
      if (!isCompositeType(row) || row.name === 'PageInfo') continue;
      const below = nodes.map((each) => each.selectionSet).filter((set) => set !== undefined);
      const rows: readonly unknown[] = data === REQUESTED ? [REQUESTED] : asList((data as Args)[key]);
      const base = name === 'nodes' ? 1 : 0; // an edge counts through its node
      for (const item of rows) cost += base + this.selectionCost(row, below, item);
    }
    return cost;
  }

  /** Selected fields of one object type by response key, fragments merged, `@skip` and `@include` obeyed. */
  private collect(type: GraphQLObjectType, set: SelectionSetNode, into: Map<string, FieldNode[]>): void {
    const { schema, fragments, variables } = this.request;
    for (const selection of set.selections) {
      if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) continue;
      if (getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] === false) continue;
      if (selection.kind === 'Field') {
        const key = selection.alias?.value ?? selection.name.value;
        into.set(key, [...(into.get(key) ?? []), selection]);
        continue;
      }
      const fragment = selection.kind === 'FragmentSpread' ? fragments[selection.name.value] : selection;
      const condition = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
      const applies = !condition || condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
      if (fragment !== undefined && applies) this.collect(type, fragment.selectionSet, into);
    }
  }

  private check(parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>, node: FieldNode, args: Args): void {
    const implemented = fieldOf(parent.name, field.name);
    if (implemented === undefined) {
      if (demandsIdempotencyKey(parent.name, node)) {
        this.report(badRequest('The @idempotent directive is required for this mutation but was not provided.'));
      }
      this.report(notImplemented(`${parent.name}.${field.name}`));
      return;
    }
    const defaults = new Map(field.args.map((argument) => [argument.name, argument.defaultValue]));
    for (const [name, value] of Object.entries(args)) {
      if (value === null || value === undefined || value === defaults.get(name) || implemented.args.includes(name)) continue;
      this.report(notImplemented(`the argument ${name} of ${parent.name}.${field.name}`));
    }
    const hasPages = ['first', 'last'].every((name) => field.args.some((argument) => argument.name === name));
    if (hasPages) this.checkPage(field.name, args);
  }

  private checkPage(name: string, args: Args): void {
    const [first, last] = [numberArg(args, 'first'), numberArg(args, 'last')];
    if (first === undefined && last === undefined) this.report(badRequest('you must provide one of first or last'));
    if (first !== undefined && last !== undefined) this.report(badRequest('providing both first and last is not supported'));
    const size = first ?? last ?? 0;
    if (size < 0 || size > LARGEST_PAGE)
      this.report(badRequest(`${name} must ask for 0 to ${LARGEST_PAGE} objects, not ${size}`));
  }

  /** The same field is walked for the requested and the actual cost, and under each possible type: reported once. */
  private report(problem: GraphQLError): void {
    if (this.problems.some(({ message }) => message === problem.message)) return;
    this.problems.push(problem);
  }
}

function asList(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? data : [];
}
