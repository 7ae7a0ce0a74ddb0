import { isFailure } from '../../../../../core/failure';
import type { PartyRequest } from '../../../../../nodes/Erp/contract';
import { Parties, partyCode } from '../../../../../nodes/Erp/systems/tryton/party';
import { ensureAddress } from '../../../../../nodes/Erp/systems/tryton/party/ensureAddress';
import { addressValues, sameAddress } from '../../../../../nodes/Erp/systems/tryton/party/addressValues';
import { findParty } from '../../../../../nodes/Erp/systems/tryton/party/findParty';
import { buildAddress } from '../../support/orderBuilder';
import { error, result, scripted } from './scripted';

const request: PartyRequest = { system: 'shopify', tenant: 'a.myshopify.com', id: '42' };

describe('the code of a party', () => {
  test('carries system, a hash of the tenant and the id, so that two shops never share one', () => {
    expect(partyCode(request)).toMatch(/^SHOPIFY-[0-9a-f]{8}-42$/);
    expect(partyCode({ ...request, tenant: 'b.myshopify.com' })).not.toBe(partyCode(request));
  });

  test('shows neither e-mail nor name nor address', () => {
    const guest = { ...request, id: undefined, name: 'Li Lei', email: 'li.lei@hospital.example', invoiceAddress: buildAddress() };
    for (const code of [partyCode(guest), partyCode({ ...guest, email: undefined })])
      expect(code).toMatch(/^SHOPIFY-[0-9a-f]{8}-[EA][0-9a-f]{16}$/);
  });

  test('an id with characters of its own cannot break the code or imitate another', () => {
    expect(partyCode({ ...request, id: 'a/b\tc' })).toMatch(/-a%2Fb%09c$/);
  });

  test('does not depend on case, width or blanks of an e-mail address', () => {
    const of = (email: string) => partyCode({ ...request, id: undefined, email });
    expect(of(' LI@Hospital.example ')).toBe(of('li@hospital.example'));
    expect(of('ｌi@hospital.example')).toBe(of('li@hospital.example'));
  });

  test('a name without an address and an address without a name are nobody', () => {
    expect(partyCode({ ...request, id: undefined, name: 'Li Lei' })).toBeUndefined();
    expect(partyCode({ ...request, id: undefined, invoiceAddress: { city: 'Suzhou' } })).toBeUndefined();
  });
});

describe('addresses', () => {
  test('nothing of an address is lost when the ERP knows neither country nor region', () => {
    expect(addressValues(buildAddress({ name: 'Li Lei' }), {}, 'Third Hospital')).toEqual({
      party_name: 'Li Lei',
      street: '9 Care Street\nBuilding 4\nJiangsu\nCN',
      postal_code: '210000',
      city: 'Nanjing',
      country: null,
      subdivision: null,
    });
  });

  test('country and region that the ERP knows are linked', () => {
    expect(addressValues(buildAddress(), { country: 5, subdivision: 9 }, '')).toMatchObject({
      street: '9 Care Street\nBuilding 4',
      country: 5,
      subdivision: 9,
    });
  });

  test('are the same in other spelling and differ by recipient', () => {
    const values = addressValues(buildAddress(), {}, '');
    expect(
      sameAddress({ id: 1, ...values, street: '9 CARE street,  Building 4 / Jiangsu CN', city: 'ＮＡＮＪＩＮＧ' }, values),
    ).toBe(true);
    expect(sameAddress({ id: 1, ...values, party_name: 'Fourth Hospital' }, values)).toBe(false);
  });

  const party = { id: 3, code: 'CUST-1', name: 'Third Hospital', active: true, addresses: [] };
  const values = addressValues(buildAddress(), {}, 'Third Hospital');

  test('of two that were added at once the older counts and our own is taken away', async () => {
    const { client, sent } = scripted([
      result([12]),
      result([
        { id: 11, ...values },
        { id: 12, ...values },
      ]),
      result(null),
    ]);
    expect(await ensureAddress(client, party, values)).toEqual({ id: 11, warnings: [] });
    expect(sent[2]).toMatchObject({ method: 'model.party.address.delete', params: [[12], expect.anything()] });
  });

  test('where deleting is refused, our own is deactivated', async () => {
    const { client, sent } = scripted([
      result([12]),
      result([
        { id: 11, ...values },
        { id: 12, ...values },
      ]),
      error('UserError', ['no', '', null]),
      result(null),
    ]);
    expect((await ensureAddress(client, party, values)).id).toBe(11);
    expect(sent[3]).toMatchObject({ method: 'model.party.address.write', params: [[12], { active: false }, expect.anything()] });
  });

  test('duplicates that stood before are reported and left alone', async () => {
    const { client, sent } = scripted([]);
    const doubled = {
      ...party,
      addresses: [
        { id: 4, ...values },
        { id: 7, ...values },
      ],
    };
    expect(await ensureAddress(client, doubled, values)).toEqual({
      id: 4,
      warnings: ['Party CUST-1 holds the same address 2 times; the oldest was used.'],
    });
    expect(sent).toHaveLength(0);
  });
});

describe('finding a party', () => {
  const row = (changes: object) => ({
    id: 3,
    code: 'CUST-1',
    name: 'x',
    active: true,
    customer_payment_term: 2,
    'addresses.': [],
    ...changes,
  });

  test('a number that the ERP does not know is said, and the own code is used', async () => {
    const { client } = scripted([result([])]);
    const lookup = await findParty(new Parties(client), { ...request, number: 'OLD-1' }, {});
    expect(lookup.existing).toBeUndefined();
    expect(lookup.warnings[0]).toContain('OLD-1');
  });

  test('a deactivated party is left to a person', async () => {
    const { client } = scripted([result([row({ code: partyCode(request), active: false })])]);
    await expect(findParty(new Parties(client), request, {})).rejects.toThrow('deactivated');
  });

  test('a default party that the ERP does not have is named', async () => {
    const { client } = scripted([result([])]);
    const thrown: unknown = await findParty(
      new Parties(client),
      { ...request, id: undefined },
      { defaultPartyCode: 'GUEST' },
    ).catch((reason: unknown) => reason);
    expect(isFailure(thrown) && thrown.message).toContain('GUEST');
  });

  test('deactivated addresses are never used', async () => {
    const { client } = scripted([
      result([
        row({
          code: partyCode(request),
          'addresses.': [
            { id: 1, active: false },
            { id: 2, active: true },
          ],
        }),
      ]),
    ]);
    expect((await findParty(new Parties(client), request, {})).existing?.addresses.map(({ id }) => id)).toEqual([2]);
  });
});
