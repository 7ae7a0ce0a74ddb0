import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { maskPayload } from '../../src/desk/maskPayload';

describe('payloads for people who may not see personal fields', () => {
  it('show a field that nobody thought of as masked', () => {
    expect(JSON.parse(maskPayload('{"favouriteColour":"red","sku":"A1","loyalty":12}', { prices: true }) ?? '')).toEqual({
      favouriteColour: '•••',
      sku: 'A1',
      loyalty: '•••',
    });
  });

  it('show nothing of a customer, not even what is harmless elsewhere', () => {
    const text = maskPayload('{"customer":{"id":7,"tags":"vip","orders":[{"number":"9"}]},"patient":"Ada"}', { prices: true });
    expect(JSON.parse(text ?? '')).toEqual({ customer: { id: '•••', tags: '•••', orders: [{ number: '•••' }] }, patient: '•••' });
  });

  it('keep the digits of large ids', () =>
    expect(maskPayload('{"id":820982911946154508}', { prices: false })).toContain('820982911946154508'));

  it('hide a value that is used as the name of a field', () => {
    expect(maskPayload('{"grace@example.org":{"sku":"A"}}', { prices: true })).not.toContain('grace');
  });

  it('take a field called __proto__ as any other', () => {
    expect(maskPayload('{"__proto__":{"sku":"A"},"x":1}', { prices: true })).toContain('__proto__');
    expect(({} as { sku?: string }).sku).toBeUndefined();
  });

  it('are not shown when they are not JSON', () => expect(maskPayload('<a/>', { prices: true })).toBeUndefined());

  it('hold no personal value of a real order of Shopify', () => {
    const order = readFileSync(join(__dirname, '../../../test/fixtures/shopify/webhooks/orders/create.json'), 'utf8');
    const parsed = (JSON.parse(order) as { response: Readonly<Record<string, unknown>> }).response;
    const masked = maskPayload(JSON.stringify(parsed), { prices: true }) ?? '';
    const personal = new Set<string>();
    for (const name of [
      'customer',
      'billing_address',
      'shipping_address',
      'email',
      'contact_email',
      'phone',
      'note_attributes',
      'browser_ip',
    ]) {
      collect(parsed[name], personal);
    }
    expect(personal.size).toBeGreaterThan(5);
    for (const value of personal) expect([value, masked.includes(value)]).toEqual([value, false]);
  });

  it('show no text anywhere under a name that is not known to be harmless', () => {
    const secret = 'Zxqv';
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constant(secret),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('name', 'email', 'customer', 'a b', 'first_name', 'remark', secret + ' x'), tie('node'), {
          maxKeys: 3,
        }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (value) =>
        expect(maskPayload(JSON.stringify({ value: 1, data: value }), { prices: true })).not.toContain(secret),
      ),
    );
  });
});

/** Texts that are long enough to be recognised. */
function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string' && value.length > 4 && !/^\d{4}-\d{2}|^0\.00$/.test(value)) into.add(value);
  if (typeof value === 'object' && value !== null) for (const entry of Object.values(value)) collect(entry, into);
}
