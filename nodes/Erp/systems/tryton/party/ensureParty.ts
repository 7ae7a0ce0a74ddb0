import { Failure, isFailure } from '../../../../../core/failure';
import type { Address } from '../../../../../core/documents';
import type { PartyRequest } from '../../../contract';
import type { Settled } from '../../../shared/settle';
import { settle } from '../../../shared/settle';
import { singleLine } from '../../../shared/text';
import { CODE, SYSTEM } from '../client';
import type { AddressValues } from './addressValues';
import { addressValues, isEmptyAddress, keyOf, sameAddress } from './addressValues';
import { ensureAddress } from './ensureAddress';
import type { PartyLookup } from './findParty';
import type { Parties } from './parties';
import type { Places } from './places';
import type { StoredParty } from './storedParty';

export interface EnsuredParty {
  readonly outcome: 'created' | 'existing';
  readonly party: StoredParty;
  readonly invoiceAddress?: number;
  readonly deliveryAddress?: number;
  readonly warnings: readonly string[];
}

/**
 * Creates the party with everything in one call, or takes the one that is there, and makes sure of its addresses.
 * Tryton's party code is unique: of many parallel creations one wins, and the refused ones read it.
 * Names and contacts of a party that exists are never changed.
 */
export async function ensureParty(known: Parties, places: Places, lookup: PartyLookup): Promise<EnsuredParty> {
  const { client } = known;
  const { request } = lookup;
  let party = lookup.existing;
  let outcome: EnsuredParty['outcome'] = 'existing';
  if (party === undefined) {
    const made = await makeParty(known, places, lookup);
    ({ party, outcome } = made);
  }

  const warnings = [...lookup.warnings];
  const addresses: (number | undefined)[] = [];
  for (const address of [request.invoiceAddress, request.deliveryAddress]) {
    const values: AddressValues | undefined = address && addressValues(address, await places.of(address), party.name);
    if (values === undefined || isEmptyAddress(values)) {
      addresses.push(undefined);
      continue;
    }
    const ensured = await ensureAddress(client, party, values);
    addresses.push(ensured.id);
    warnings.push(...ensured.warnings.filter((warning) => !warnings.includes(warning)));
    // Invoice and delivery address are often the same one: it is added once.
    const known: StoredParty = party;
    if (!known.addresses.some((row) => sameAddress(row, values))) {
      party = { ...known, addresses: [...known.addresses, { ...values, id: ensured.id }] };
    }
  }
  const [invoice, delivery] = addresses;
  return { outcome, party, invoiceAddress: invoice ?? delivery, deliveryAddress: delivery ?? invoice, warnings };
}

/** Creates the party, or finds the one that somebody else has created meanwhile. */
async function makeParty(
  known: Parties,
  places: Places,
  lookup: PartyLookup,
): Promise<{ readonly outcome: EnsuredParty['outcome']; readonly party: StoredParty }> {
  const { code, request } = lookup;
  let created = await create(known, places, lookup, 'phone');
  let party = await find(known, code, created);
  if (party === undefined && !created.ok && phoneOf(request) !== undefined && wasFaster(created.error)) {
    // Some servers check the form of phone numbers and refuse what a shop lets through; "other" is never checked.
    created = await create(known, places, lookup, 'other');
    party = await find(known, code, created);
  }
  if (party === undefined) throw notThere(created.ok ? undefined : created.error, code);
  if (!created.ok && !wasFaster(created.error)) throw created.error;
  return { outcome: created.ok ? 'created' : 'existing', party };
}

type Created = Settled<StoredParty | undefined>;

async function find(known: Parties, code: string, created: Created): Promise<StoredParty | undefined> {
  return created.ok && created.value !== undefined ? created.value : known.findPatiently(code);
}

async function create(known: Parties, places: Places, lookup: PartyLookup, phoneType: PhoneType): Promise<Created> {
  return settle(known.create(lookup.code, await partyValues(places, lookup, phoneType)));
}

/** A refusal by a rule (the unique code) and a lost answer both mean: what now stands under the code counts. */
function wasFaster(error: unknown): boolean {
  return isFailure(error) && (error.details.code === CODE.userError || error.recovery === 'OutcomeUnknown');
}

function notThere(error: unknown, code: string): unknown {
  if (error !== undefined) return error;
  return new Failure('OutcomeUnknown', `The ERP accepted party ${code} but does not show it`, {
    system: SYSTEM,
    record: code,
    nextStep: 'Check that the user of the credential may read parties, then run the item again.',
  });
}

type PhoneType = 'phone' | 'other';

async function partyValues(
  places: Places,
  { code, request }: PartyLookup,
  phoneType: PhoneType,
): Promise<Readonly<Record<string, unknown>>> {
  const name = partyName(request) ?? code;
  const contacts = [
    { type: 'email', value: singleLine(request.email ?? '') },
    { type: phoneType, value: singleLine(phoneOf(request) ?? '') },
  ].filter(({ value }) => value !== '');
  const taxId = singleLine(request.taxId ?? '');
  const addresses = await distinctAddresses(places, [request.invoiceAddress, request.deliveryAddress], name);
  return {
    name,
    code,
    // An explicit list, also when empty: Tryton's own client would add an empty address.
    addresses: addresses.length > 0 ? [['create', addresses]] : [],
    contact_mechanisms: contacts.length > 0 ? [['create', contacts]] : [],
    identifiers: taxId === '' ? [] : [['create', [{ code: taxId }]]],
  };
}

async function distinctAddresses(
  places: Places,
  addresses: readonly (Address | undefined)[],
  name: string,
): Promise<readonly AddressValues[]> {
  const distinct = new Map<string, AddressValues>();
  for (const address of addresses) {
    if (address === undefined) continue;
    const values = addressValues(address, await places.of(address), name);
    if (!isEmptyAddress(values)) distinct.set(keyOf(values), values);
  }
  return [...distinct.values()];
}

function phoneOf({ phone, deliveryAddress, invoiceAddress }: PartyRequest): string | undefined {
  return phone ?? deliveryAddress?.phone ?? invoiceAddress?.phone;
}

/** Name of the party: the buyer's own, else whom the addresses name. */
function partyName(request: PartyRequest): string | undefined {
  const { invoiceAddress, deliveryAddress } = request;
  const candidates = [
    request.name,
    invoiceAddress?.company,
    invoiceAddress?.name,
    deliveryAddress?.company,
    deliveryAddress?.name,
  ];
  return candidates.map((candidate) => singleLine(candidate ?? '')).find((candidate) => candidate !== '');
}
