import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { loadBundled } from '../bundle.mjs';
import { compare, table } from '../harness.mjs';
import { mapByHand, mapTrusting } from './handWritten.mjs';
import { mapWithJsonata } from './jsonata.mjs';
import { makeOrder } from './order.mjs';

const require = createRequire(import.meta.url);
const here = import.meta.dirname;
const root = path.resolve(here, '../..');
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** A validator that ajv generates from the target's schema, as scripts/generate.mjs does for the documents. */
function generateValidator(schema) {
  const Ajv2020 = require('ajv/dist/2020').default;
  const standaloneCode = require('ajv/dist/standalone').default;
  const ajv = new Ajv2020({ allErrors: true, code: { source: true, esm: false, lines: true }, strictTypes: false });
  require('ajv-formats').default(ajv);
  const contents = standaloneCode(ajv, ajv.compile(schema));
  return loadBundled({ stdin: { contents, resolveDir: root, loader: 'js' } });
}

/** Mean of the least disturbed of five series. */
function milliseconds(times, work) {
  const series = Array.from({ length: 5 }, () => {
    const start = performance.now();
    for (let turn = 0; turn < times; turn++) work();
    return (performance.now() - start) / times;
  });
  return Math.min(...series);
}

/** Measures the mapping engine; every output is compared before anything is timed. */
export async function run(effort) {
  const engine = loadBundled({ entryPoints: [path.join(here, 'engine.ts')] });
  const file = readJson(path.join(here, 'order.mapping.json'));
  const order = makeOrder(20);
  const json = JSON.stringify(order);
  const validate = generateValidator(readJson(path.join(here, 'target.schema.json')));

  const mapping = engine.compileMapping(file);
  const validating = engine.compileMapping({ ...file, target: { document: 'bench' } }, { validatorFor: () => validate });
  const expected = mapTrusting(order);
  const plain = (value) => JSON.parse(JSON.stringify(value));
  assert.deepEqual(mapByHand(order), { output: expected, issues: [] });
  assert.deepEqual(mapping.apply(order), { output: expected, issues: [] });
  assert.deepEqual(validating.apply(order), { output: expected, issues: [] });
  assert.deepEqual(mapping.explain(order).output, expected);
  assert.deepEqual(plain(await mapWithJsonata(order)), expected);

  const rows = await compare(
    {
      'hand-written': () => mapByHand(order),
      'mapping file': () => mapping.apply(order),
      'mapping file, explain': () => mapping.explain(order),
      'mapping file, map and validate': () => validating.apply(order),
      'jsonata 2.2.2, compiled': () => mapWithJsonata(order),
      'hand-written without any check': () => mapTrusting(order),
      'JSON.parse of the input': () => JSON.parse(json),
    },
    effort,
  );
  const rate = Object.fromEntries(rows.map((row) => [row.name, row.rate]));
  const compileMs = milliseconds(40, () => engine.compileMapping(file));

  const shipped = engine.compileShipped('shopify/order.in');
  const { response } = readJson(path.join(root, 'test/fixtures/shopify/webhooks/orders/create.json'));
  const payload = JSON.stringify(response);
  assert.deepEqual(shipped.apply(response).issues, []);
  const withoutValidation = engine.compileMapping(engine.findShippedMapping('shopify/order.in'));
  const shippedRows = await compare(
    {
      'JSON.parse of the webhook': () => JSON.parse(payload),
      'shopify/order.in, map': () => withoutValidation.apply(response),
      'shopify/order.in, map and validate': () => shipped.apply(response),
      'shopify/order.in, explain': () => shipped.explain(response),
    },
    effort,
  );
  const shippedMs = milliseconds(10, () => engine.compileMapping(engine.findShippedMapping('shopify/order.in')));

  assertSameArithmetic(mapping);
  assertSameRefusals(mapping);

  const parse = rate['JSON.parse of the input'];
  const own = rate['mapping file'];
  return {
    title: 'Mapping',
    text: [
      `One order with 20 lines: ${json.length} bytes in, ${JSON.stringify(expected).length} bytes out. The hand-written mapper does the same exact`,
      'arithmetic and the same checks (types, lengths, required fields, known units, real dates) and gives the same output and located',
      'reasons as the mapping file; JSONata and the last hand-written one check nothing.',
      '',
      table(rows),
      '',
      `Compiling this mapping takes ${compileMs.toFixed(2)} ms; the shipped shopify/order.in takes ${shippedMs.toFixed(2)} ms.`,
      '',
      `Shopify's documented orders/create sample (${payload.length} bytes, 5 lines) through the shipped mapping, which also shares out`,
      'discounts and taxes and proves the total:',
      '',
      table(shippedRows, 'JSON.parse'),
    ].join('\n'),
    goals: [
      { what: 'speed against hand-written code', value: own / rate['hand-written'], limit: 0.3, kind: 'min' },
      { what: 'speed against JSONata', value: own / rate['jsonata 2.2.2, compiled'], limit: 50, kind: 'min', unit: ' x' },
      { what: 'the full map, in JSON.parse of its input', value: parse / own, limit: 1, kind: 'max' },
      {
        what: 'map and validate, in JSON.parse of the input',
        value: parse / rate['mapping file, map and validate'],
        limit: 1.5,
        kind: 'max',
      },
      { what: 'explain, in plain maps', value: own / rate['mapping file, explain'], limit: 5, kind: 'max' },
      { what: 'compiling the mapping', value: compileMs, limit: 5, kind: 'max', unit: ' ms' },
      { what: 'compiling the shipped order mapping', value: shippedMs, limit: 5, kind: 'max', unit: ' ms' },
    ],
  };
}

/** The hand-written mapper must do the same arithmetic, also where it is not needed for the order that is timed. */
function assertSameArithmetic(mapping) {
  const order = makeOrder(20);
  Object.assign(order.line_items[1], { quantity: '2.5', uom: 'BOX', price: '12.504', total_discount: '-0.01' });
  Object.assign(order.line_items[2], { quantity: 3, price: 0.07, total_discount: 0 });
  assert.deepEqual(mapByHand(order), mapping.apply(order));
  assert.deepEqual(mapping.apply(order).output.lines[1], { ...mapping.apply(order).output.lines[1], baseQty: 30, amount: 3127 });
  for (const change of [
    { quantity: '2.5', uom: 'EA' },
    { price: '12.505', quantity: '1' },
  ]) {
    Object.assign(order.line_items[1], change);
    for (const apply of [mapByHand, mapping.apply]) assert.equal(apply(order).output, undefined);
  }
}

/** The hand-written mapper must find the same faults in the same places, or it would be spared work. */
function assertSameRefusals(mapping) {
  const faults = [
    [(o) => delete o.name, '/name', '/docNo'],
    [(o) => (o.created_at = '2026-02-30T10:00:00+08:00'), '/created_at', '/orderedAt'],
    [(o) => (o.line_items = {}), '/line_items', '/lines'],
    [(o) => (o.line_items[3].sku = ''), '/line_items/3/sku', '/lines/3/item'],
    [(o) => (o.line_items[4].quantity = 'two'), '/line_items/4/quantity', '/lines/4/baseQty'],
    [(o) => (o.line_items[5].uom = 'PALLET'), '/line_items/5/uom', '/lines/5/baseQty'],
    [(o) => (o.line_items[6].price = '1.2.3'), '/line_items/6/price', '/lines/6/amount'],
    [(o) => (o.line_items[7].title = ['x']), '/line_items/7/title', '/lines/7/name'],
  ];
  for (const [damage, source, target] of faults) {
    const order = makeOrder(20);
    damage(order);
    for (const apply of [mapByHand, mapping.apply]) {
      const { output, issues } = apply(order);
      assert.equal(output, undefined);
      assert.ok(
        issues.some((issue) => issue.source === source && issue.target === target),
        `${source} → ${target} is not reported`,
      );
    }
  }
}
