import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Headers } from '../../../../nodes/Shopify/webhooks/verifyDelivery';
import { verifyDelivery } from '../../../../nodes/Shopify/webhooks/verifyDelivery';
import { SHOP } from '../support/shop';

const fixtures = path.join(__dirname, '../../../fixtures/shopify');

interface Vector {
  readonly secret: string;
  readonly body?: string;
  readonly bodyFile?: string;
  readonly header: string;
}

const vectors = JSON.parse(readFileSync(path.join(fixtures, 'hmac-vectors.json'), 'utf8')) as readonly Vector[];
const bytesOf = ({ body, bodyFile }: Vector) =>
  bodyFile === undefined ? Buffer.from(body ?? '') : readFileSync(path.join(fixtures, bodyFile));

const BODY = Buffer.from('{"id":1,"note":"发票 & 加急 é"}');
const sign = (secret: string, body: Uint8Array = BODY) => createHmac('sha256', secret).update(body).digest('base64');

const headers = (changes: Headers = {}): Headers => ({
  'x-shopify-topic': 'orders/create',
  'x-shopify-hmac-sha256': sign('current'),
  'x-shopify-shop-domain': SHOP,
  'x-shopify-api-version': '2026-10',
  'x-shopify-webhook-id': 'delivery-1',
  'x-shopify-event-id': 'event-1',
  'x-shopify-triggered-at': '2026-11-22T10:00:00.123456789Z',
  ...changes,
});

const expected = { secrets: ['current', 'previous'], shop: SHOP };

test.each(vectors.filter((vector) => bytesOf(vector).length > 0).map((vector, index) => [index, vector] as const))(
  'the known signature %i is accepted',
  (_index, vector) => {
    const verified = verifyDelivery(
      { headers: headers({ 'x-shopify-hmac-sha256': vector.header }), rawBody: bytesOf(vector) },
      { secrets: [vector.secret], shop: SHOP },
    );
    expect(verified).toMatchObject({ ok: true });
  },
);

test('an empty body is refused although its signature is right', () => {
  const empty = vectors.find((vector) => bytesOf(vector).length === 0);
  const request = { headers: headers({ 'x-shopify-hmac-sha256': empty?.header }), rawBody: Buffer.alloc(0) };
  expect(verifyDelivery(request, { secrets: [empty?.secret ?? ''], shop: SHOP })).toEqual({ ok: false, reason: 'empty-body' });
});

test('a verified delivery says what its headers say', () => {
  expect(verifyDelivery({ headers: headers(), rawBody: BODY }, expected)).toEqual({
    ok: true,
    delivery: {
      topic: 'orders/create',
      shop: SHOP,
      deliveryId: 'delivery-1',
      eventId: 'event-1',
      triggeredAt: '2026-11-22T10:00:00.123456789Z',
      apiVersion: '2026-10',
    },
  });
});

test('the previous secret is accepted while it is being rotated', () => {
  const request = { headers: headers({ 'x-shopify-hmac-sha256': sign('previous') }), rawBody: BODY };
  expect(verifyDelivery(request, expected)).toMatchObject({ ok: true });
});

test('header names may come in any case', () => {
  const shouting = Object.fromEntries(Object.entries(headers()).map(([name, value]) => [name.toUpperCase(), value]));
  expect(verifyDelivery({ headers: shouting, rawBody: BODY }, expected)).toMatchObject({ ok: true });
});

test('headers of the Events preview are read as well', () => {
  const events = Object.fromEntries(Object.entries(headers()).map(([name, value]) => [name.replace(/^x-/, ''), value]));
  expect(verifyDelivery({ headers: events, rawBody: BODY }, expected)).toMatchObject({
    ok: true,
    delivery: { deliveryId: 'delivery-1' },
  });
});

test('a delivery without an id of its own is known by its event', () => {
  const request = { headers: headers({ 'x-shopify-webhook-id': undefined }), rawBody: BODY };
  expect(verifyDelivery(request, expected)).toMatchObject({ ok: true, delivery: { deliveryId: 'event-1' } });
});

const changed = Buffer.from(BODY);
changed[5] = (changed[5] ?? 0) ^ 1;

test.each([
  ['a wrong secret', headers({ 'x-shopify-hmac-sha256': sign('other') }), BODY, 'bad-signature'],
  ['one changed byte', headers(), changed, 'bad-signature'],
  ['a body written anew', headers(), Buffer.from(JSON.stringify(JSON.parse(BODY.toString()), null, 1)), 'bad-signature'],
  ['no signature header', headers({ 'x-shopify-hmac-sha256': undefined }), BODY, 'no-signature'],
  ['an empty signature', headers({ 'x-shopify-hmac-sha256': '' }), BODY, 'no-signature'],
  ['a signature of another length', headers({ 'x-shopify-hmac-sha256': sign('current').slice(0, -4) }), BODY, 'bad-signature'],
  [
    'a signature in hexadecimal',
    headers({ 'x-shopify-hmac-sha256': Buffer.from(sign('current'), 'base64').toString('hex') }),
    BODY,
    'bad-signature',
  ],
  [
    'a signature with characters that base64 decoding forgives',
    headers({ 'x-shopify-hmac-sha256': `${sign('current')}!` }),
    BODY,
    'bad-signature',
  ],
  ['two signatures', headers({ 'x-shopify-hmac-sha256': [sign('current'), sign('current')] }), BODY, 'no-signature'],
  ['another shop', headers({ 'x-shopify-shop-domain': 'other.myshopify.com' }), BODY, 'other-shop'],
  ['no shop', headers({ 'x-shopify-shop-domain': undefined }), BODY, 'other-shop'],
  ['no topic', headers({ 'x-shopify-topic': undefined }), BODY, 'no-topic'],
  ['no id at all', headers({ 'x-shopify-webhook-id': undefined, 'x-shopify-event-id': undefined }), BODY, 'no-delivery-id'],
  ['no raw body', headers(), undefined, 'no-raw-body'],
] as const)('%s is refused', (_title, given, rawBody, reason) => {
  expect(verifyDelivery({ headers: given, rawBody }, expected)).toEqual({ ok: false, reason });
});

test.each([[[]], [['']]])('without a secret (%p) nothing is accepted, not even a signature made with an empty one', (secrets) => {
  const request = { headers: headers({ 'x-shopify-hmac-sha256': sign('') }), rawBody: BODY };
  expect(verifyDelivery(request, { secrets, shop: SHOP })).toEqual({ ok: false, reason: 'no-secret' });
});

test.each(['1999-01-01T00:00:00Z', '2099-01-01T00:00:00Z'])('the unsigned time %s decides nothing', (triggeredAt) => {
  const request = { headers: headers({ 'x-shopify-triggered-at': triggeredAt }), rawBody: BODY };
  expect(verifyDelivery(request, expected)).toMatchObject({ ok: true, delivery: { triggeredAt } });
});
