import type { TrytonClient, TrytonRow } from '../client';
import { idOf, relatedList, searchRead, textOf } from '../client';
import { ADDRESS_FIELDS } from './addressValues';

/** A party as far as orders need it. */
export interface StoredParty {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
  readonly paymentTerm?: number;
  /** Active addresses by rising id. */
  readonly addresses: readonly TrytonRow[];
}

/** Fields that are read of a party. */
export const PARTY_FIELDS: readonly string[] = [
  'code',
  'name',
  'active',
  'customer_payment_term',
  'addresses.active',
  ...ADDRESS_FIELDS.map((field) => `addresses.${field}`),
];

/** Finds parties by code, deactivated ones included: their codes are taken as well. */
export async function readParties(client: TrytonClient, codes: readonly string[]): Promise<readonly StoredParty[]> {
  if (codes.length === 0) return [];
  const rows = await searchRead(client, 'party.party', [['code', 'in', codes]], {
    fields: PARTY_FIELDS,
    context: { active_test: false },
  });
  return rows.map(toParty);
}

/** A row that was read with {@link PARTY_FIELDS}. */
export function toParty(row: TrytonRow): StoredParty {
  const addresses = relatedList(row, 'addresses').filter(({ active }) => Boolean(active));
  return {
    id: row.id,
    code: textOf(row, 'code') ?? '',
    name: textOf(row, 'name') ?? '',
    active: Boolean(row.active),
    paymentTerm: idOf(row, 'customer_payment_term'),
    addresses: [...addresses].sort((a, b) => a.id - b.id),
  };
}

/** Active addresses of a party by rising id. */
export async function readAddresses(client: TrytonClient, party: number): Promise<readonly TrytonRow[]> {
  return searchRead(client, 'party.address', [['party', '=', party]], { fields: ADDRESS_FIELDS });
}
