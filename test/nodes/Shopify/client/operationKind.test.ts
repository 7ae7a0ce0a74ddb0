import { operationKinds } from '../../../../nodes/Shopify/client/operationKind';

test.each([
  ['{ shop { id } }', ['query'], []],
  ['query Shop { shop { id } }', ['query'], ['Shop']],
  ['query ($id: ID!) { order(id: $id) { id } }', ['query'], []],
  ['mutation Tag($id: ID!) { tagsAdd(id: $id, tags: ["query"]) { userErrors { message } } }', ['mutation'], ['Tag']],
  ['# mutation\nquery Q { shop { id } }', ['query'], ['Q']],
  ['fragment mutation on Shop { id } query Q { shop { ...mutation } }', ['query'], ['Q']],
  ['query Q { orders(query: "} mutation M {") { nodes { id } } }', ['query'], ['Q']],
  ['query Q { x(text: """ } mutation M { """) }', ['query'], ['Q']],
  [
    'query Q { shop { id } } mutation M { tagsAdd(id: "1", tags: []) { userErrors { message } } }',
    ['query', 'mutation'],
    ['Q', 'M'],
  ],
  ['query Q($input: X = {mutation: "a"}) @live { shop { mutation } }', ['query'], ['Q']],
  ['subscription S { orderCreated { id } }', ['subscription'], ['S']],
  ['', [], []],
  ['fragment F on Shop { id }', [], []],
])('%s', (text, kinds, names) => {
  const found = operationKinds(text);
  expect({ kinds: [...found.kinds], names: found.names }).toEqual({ kinds, names });
});
