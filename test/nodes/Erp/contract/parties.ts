import { buildAddress, freshId } from '../support/orderBuilder';
import type { Suite } from './support';
import { buyer, failureOf } from './support';

/** Parties are created once, under a code that the ERP keeps unique, with addresses that stand once. */
export function describeParties(suite: Suite): void {
  describe('parties', () => {
    test('a party is created once and found afterwards', async () => {
      const request = buyer();
      const first = await suite.connection.findOrCreateParty(request);
      const second = await suite.connection.findOrCreateParty(request);
      expect(first.outcome).toBe('created');
      expect(second).toEqual({ ...first, outcome: 'existing' });
      expect(await suite.erp.countParties(first.code)).toBe(1);
      expect(await suite.erp.countAddresses(first.code)).toBe(1);
    });

    test('twelve parallel requests for a new party leave one party with one address', async () => {
      const request = buyer();
      const results = await Promise.all(
        Array.from({ length: 12 }, async () => (await suite.erp.connect()).findOrCreateParty(request)),
      );
      expect(new Set(results.map(({ id, deliveryAddressId }) => `${id} ${deliveryAddressId}`)).size).toBe(1);
      expect(await suite.erp.countParties(results[0]?.code ?? '')).toBe(1);
      expect(await suite.erp.countAddresses(results[0]?.code ?? '')).toBe(1);
    });

    test('two different addresses become two, and the same one in other spelling stays one', async () => {
      const request = buyer({ deliveryAddress: buildAddress({ name: 'Ward 4', streetLines: ['1 Side Street'] }) });
      const first = await suite.connection.findOrCreateParty(request);
      const again = await suite.connection.findOrCreateParty({
        ...request,
        deliveryAddress: buildAddress({ name: 'WARD  4', streetLines: ['1 side   street,'], company: 'third hospital' }),
      });
      expect(first.invoiceAddressId).not.toBe(first.deliveryAddressId);
      expect(again.deliveryAddressId).toBe(first.deliveryAddressId);
      expect(await suite.erp.countAddresses(first.code)).toBe(2);
    });

    test('a guest is recognised by e-mail in other case, and by name and address without one', async () => {
      const email = `Guest-${freshId()}@Clinic.Example`;
      const guest = buyer({ id: undefined, email });
      const first = await suite.connection.findOrCreateParty(guest);
      const second = await suite.connection.findOrCreateParty({ ...guest, email: ` ${email.toLowerCase()} ` });
      const nameless = buyer({ id: undefined, email: undefined, name: `Clinic ${freshId()}` });
      const third = await suite.connection.findOrCreateParty(nameless);
      const fourth = await suite.connection.findOrCreateParty(nameless);
      expect(second.id).toBe(first.id);
      expect(fourth.id).toBe(third.id);
      expect(first.code).not.toContain('guest');
    });

    test('a party that the ERP knows by its own number is used, and parallel calls add a new address once', async () => {
      const deliveryAddress = buildAddress({ streetLines: [`${freshId()} New Road`] });
      const request = buyer({ number: suite.erp.knownPartyCode, invoiceAddress: undefined, deliveryAddress });
      const before = await suite.erp.countAddresses(suite.erp.knownPartyCode);
      const results = await Promise.all(
        Array.from({ length: 8 }, async () => (await suite.erp.connect()).findOrCreateParty(request)),
      );
      expect(new Set(results.map(({ code }) => code))).toEqual(new Set([suite.erp.knownPartyCode]));
      expect(new Set(results.map(({ deliveryAddressId }) => deliveryAddressId)).size).toBe(1);
      expect(await suite.erp.countAddresses(suite.erp.knownPartyCode)).toBe(before + 1);
    });

    test('a document that names nobody needs a person, or the default party', async () => {
      const nobody = buyer({
        id: undefined,
        email: undefined,
        name: undefined,
        invoiceAddress: undefined,
        deliveryAddress: undefined,
      });
      const failure = await failureOf(suite.connection.findOrCreateParty(nobody));
      expect(failure.recovery).toBe('NeedsHuman');
      expect(failure.text).toContain('Default Party Code');
      const result = await suite.connection.findOrCreateParty(nobody, { defaultPartyCode: suite.erp.knownPartyCode });
      expect(result).toMatchObject({ outcome: 'existing', code: suite.erp.knownPartyCode });
    });

    test('a lost answer to the creation leaves one party', async () => {
      const request = buyer();
      const result = await (await suite.erp.connect('loseAnswerOfPartyCreate')).findOrCreateParty(request);
      expect(await suite.erp.countParties(result.code)).toBe(1);
    });
  });
}
