import { vendorText } from '../../../../nodes/Shopify/client/vendorText';

const SECRET = 'p@ss word';

test.each([
  ['plain', SECRET],
  ['percent-encoded', encodeURIComponent(SECRET)],
  ['base64', Buffer.from(SECRET).toString('base64')],
])('a secret is hidden when it is echoed %s', (_form, echoed) => {
  expect(vendorText(`refused (${echoed}) here`, [SECRET])).toBe('refused ([hidden]) here');
});

test.each([
  ['shpat_0123456789abcdef', 'a token'],
  ['shpss_0123456789abcdef', 'a client secret'],
  ['Bearer abc.def', 'a bearer value'],
  ['0123456789abcdef0123456789abcdef', 'a long random text'],
  ['buyer@example.com', 'a mail address'],
  ['+86 138-1234-5678', 'a telephone number'],
])('%s is hidden, because it looks like %s', (value) => {
  expect(vendorText(`x ${value} y`, [])).toBe('x [hidden] y');
});

test('a quoted name is hidden, a quoted identifier stays', () => {
  expect(vendorText('Customer "王 小明" can not use \'SKU-1\'', [])).toBe("Customer [value] can not use 'SKU-1'");
});

test('what the user needs to correct a query stays', () => {
  const text = "Field 'nam' doesn't exist on type 'Shop'";
  expect(vendorText(text, [])).toBe(text);
});

test('a long text is cut', () => {
  expect(vendorText('word '.repeat(100), []).length).toBeLessThanOrEqual(240);
});
