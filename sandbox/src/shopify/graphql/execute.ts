import type {
  DocumentNode,
  ExecutionResult,
  FragmentDefinitionNode,
  GraphQLFieldResolver,
  OperationDefinitionNode,
  GraphQLTypeResolver,
} from 'graphql';
import { GraphQLError, execute, getNamedType, getVariableValues, parse, validate } from 'graphql';
import type { JsonObject } from '../rest/json';
import { Analysis } from './analyse';
import type { Bucket } from './bucket';
import type { GraphContext } from './context';
import { accessDenied, badRequest, inShopifysWords, notImplemented } from './errors';
import { adminSchema } from './schema';
import { fieldOf } from './tables';

const LARGEST_QUERY_COST = 1000;
const LARGEST_INPUT_ARRAY = 250;
const RATE_LIMIT_PAGE = 'https://shopify.dev/api/usage/rate-limits';

export interface GraphRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** The body of an answer; its HTTP status is 200 whatever it says. */
export type GraphAnswer = Readonly<Record<string, unknown>>;

/**
 * Answers one GraphQL request in Shopify's order: read, validate against the official schema, price, take the price from the
 * bucket, execute, give back what was not used.
 */
export async function answerGraph(request: GraphRequest, context: GraphContext, bucket: Bucket): Promise<GraphAnswer> {
  const { schema } = adminSchema();
  let document: DocumentNode;
  try {
    document = parse(request.query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { errors: [error] };
  }
  const findings = validate(schema, document);
  if (findings.length > 0) return { errors: findings.map(inShopifysWords) };

  const operation = pickOperation(document, request.operationName);
  if (operation instanceof GraphQLError) return { errors: [operation] };
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables);
  if (errors !== undefined) return { errors };
  const tooLong = longArray(request.variables);
  if (tooLong !== undefined) return { errors: [tooLong] };

  const analysis = new Analysis({ schema, operation, fragments: fragmentsOf(document), variables: coerced });
  const requested = analysis.requestedCost();
  if (analysis.problems.length > 0) return { errors: analysis.problems };
  if (requested > LARGEST_QUERY_COST) return { errors: [tooDear(requested)] };
  if (!bucket.take(requested)) {
    const documentation = RATE_LIMIT_PAGE;
    return {
      errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED', documentation } }],
      extensions: cost(requested, null, bucket),
    };
  }

  const result: ExecutionResult = await execute({
    schema,
    document,
    contextValue: context,
    variableValues: request.variables,
    operationName: request.operationName,
    fieldResolver: resolveField,
    typeResolver: resolveType,
  });
  const actual = Math.min(requested, analysis.actualCost(result.data));
  bucket.giveBack(requested - actual);
  return { ...result, extensions: { ...cost(requested, actual, bucket), ...searchNotes(context) } };
}

const resolveField: GraphQLFieldResolver<unknown, GraphContext> = (source, args, context, info) => {
  const { access } = adminSchema();
  const parent = info.parentType.name;
  const returned = getNamedType(info.returnType).name.replace(/(Connection|Edge)$/, '');
  for (const required of [access.get(`${parent}.${info.fieldName}`), access.get(returned)]) {
    if (required !== undefined && !required.scopes.some((scope) => context.scopes.has(scope))) {
      throw accessDenied(info.fieldName, required);
    }
  }
  const field = fieldOf(parent, info.fieldName);
  if (field === undefined) throw notImplemented(`${parent}.${info.fieldName}`);
  return field.resolve(source, args, context);
};

/** Values of an abstract type carry their type's name. */
const resolveType: GraphQLTypeResolver<unknown, GraphContext> = (value) => (value as { __typename?: string }).__typename;

function pickOperation(document: DocumentNode, name: string | undefined): OperationDefinitionNode | GraphQLError {
  const operations = document.definitions.filter((definition) => definition.kind === 'OperationDefinition');
  const [first] = operations;
  if (name === undefined) {
    return operations.length === 1 && first ? first : badRequest('An operation name is required');
  }
  return operations.find((operation) => operation.name?.value === name) ?? badRequest(`No operation named "${name}"`);
}

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === 'FragmentDefinition');
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function longArray(value: unknown): GraphQLError | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value) && value.length > LARGEST_INPUT_ARRAY) {
    return new GraphQLError(
      `The input array size of ${value.length} is greater than the maximum allowed of ${LARGEST_INPUT_ARRAY}.`,
      { extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' } },
    );
  }
  return Object.values(value)
    .map(longArray)
    .find((problem) => problem !== undefined);
}

function tooDear(requested: number): GraphQLError {
  return new GraphQLError(`Query cost is ${requested}, which exceeds the single query max cost limit (${LARGEST_QUERY_COST}).`, {
    extensions: { code: 'MAX_COST_EXCEEDED', cost: requested, maxCost: LARGEST_QUERY_COST, documentation: RATE_LIMIT_PAGE },
  });
}

function cost(requestedQueryCost: number, actualQueryCost: number | null, bucket: Bucket) {
  return { cost: { requestedQueryCost, actualQueryCost, throttleStatus: bucket.status() } };
}

function searchNotes({ searchWarnings }: GraphContext): { readonly search?: readonly JsonObject[] } {
  if (searchWarnings.length === 0) return {};
  return {
    search: searchWarnings.map(({ path, query, field, value, code }) => ({
      path,
      query,
      parsed: { field, match_all: value },
      warnings: [
        { field, message: code === 'invalid_field' ? 'Invalid search field for this query.' : 'Invalid search value.', code },
      ],
    })),
  };
}
