import type { DocumentNode } from 'graphql';
import { getNamedType, Kind, parse, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import { documents } from '../../../nodes/Shopify/queries';
import { ORDER_PAGE_SIZES } from '../../../nodes/Shopify/queries/order';
import { VARIANT_PAGE_SIZES } from '../../../nodes/Shopify/queries/productVariant';
import { SUBSCRIPTION_PAGE_SIZE } from '../../../nodes/Shopify/queries/webhookSubscription';
import { shopify } from '../../../nodes/Shopify/platform';
import { adminSchema } from './support/adminSchema';
import { requestedCost } from './support/queryCost';

const { schema } = adminSchema();
const { one, many, more } = ORDER_PAGE_SIZES;

/** The page sizes that the operations send. */
const variables: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  OrderById: one,
  Orders: { first: many.orders, ...many },
  OrderNames: { first: 50 },
  OrderLineItems: { first: more.lineItems },
  OrderShippingLines: { first: more.shippingLines },
  OrderDiscounts: { first: more.discounts },
  Variants: { first: VARIANT_PAGE_SIZES.variants },
  Subscriptions: { first: SUBSCRIPTION_PAGE_SIZE },
};

const cases = documents.map((document) => [document.name, document] as const);

/** Names of the mutations in a document that are sent without `@idempotent` although Shopify demands it. */
function withoutDirective(document: DocumentNode): string[] {
  const missing: string[] = [];
  visit(document, {
    OperationDefinition(operation) {
      if (operation.operation !== 'mutation') return;
      for (const selection of operation.selectionSet.selections) {
        if (selection.kind !== Kind.FIELD) continue;
        if (!(shopify.idempotentMutations as readonly string[]).includes(selection.name.value)) continue;
        if (!selection.directives?.some(({ name }) => name.value === 'idempotent')) missing.push(selection.name.value);
      }
    },
  });
  return missing;
}

describe.each(cases)('%s', (name, document) => {
  const parsed = parse(document.text);

  test('is valid against the official schema of 2026-10', () => {
    expect(validate(schema, parsed).map(({ message }) => message)).toEqual([]);
  });

  test('uses no field that Shopify has deprecated', () => {
    const deprecated: string[] = [];
    const info = new TypeInfo(schema);
    visit(
      parsed,
      visitWithTypeInfo(info, {
        Field() {
          const field = info.getFieldDef();
          const parent = info.getParentType();
          if (field?.deprecationReason) deprecated.push(`${parent ? getNamedType(parent).name : ''}.${field.name}`);
        },
      }),
    );
    expect(deprecated).toEqual([]);
  });

  test('never requests more than the 1000 points that one query may cost', () => {
    expect(requestedCost(schema, parsed, variables[name] ?? {})).toBeLessThanOrEqual(shopify.limits.queryCostPoints);
  });

  test('carries @idempotent on every mutation that Shopify refuses without it', () => {
    expect(withoutDirective(parsed)).toEqual([]);
  });

  test('says its own kind and name', () => {
    const operations = parsed.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    expect(operations.map((operation) => [operation.operation, operation.name?.value])).toEqual([[document.kind, name]]);
  });
});

test('the lint for @idempotent sees a mutation that lacks it', () => {
  const text =
    'mutation Set($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { userErrors { message } } }';
  expect(withoutDirective(parse(text))).toEqual(['inventorySetQuantities']);
});

test('the list of mutations that need @idempotent is the one the schema text names', () => {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  const demanding = fields.filter(({ description }) => /@idempotent/.test(description ?? '')).map(({ name }) => name);
  expect([...demanding].sort()).toEqual([...shopify.idempotentMutations].sort());
});
