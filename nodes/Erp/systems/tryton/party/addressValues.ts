import type { Address } from '../../../../../core/documents';
import { multiLine, singleLine } from '../../../shared/text';
import type { TrytonRow } from '../client';
import { idOf, textOf } from '../client';
import { comparable } from './addressFingerprint';

/** An address as `party.address` stores it in Tryton 6.0. */
export interface AddressValues {
  readonly party_name: string | null;
  readonly street: string | null;
  readonly postal_code: string | null;
  readonly city: string | null;
  readonly country: number | null;
  readonly subdivision: number | null;
}

export const ADDRESS_FIELDS = ['party_name', 'street', 'postal_code', 'city', 'country', 'subdivision'] as const;

/** Ids of the country and region of an address, as far as the ERP has them. */
export interface Place {
  readonly country?: number;
  readonly subdivision?: number;
}

/**
 * Writes an address in Tryton's fields. A region or country that the ERP does not have as a record goes to the end of the
 * street text, so that no part of the address is lost.
 */
export function addressValues(address: Address, place: Place, partyName: string): AddressValues {
  const street = (address.streetLines ?? []).map(multiLine);
  const region = address.region ?? address.regionCode;
  if (place.subdivision === undefined && region !== undefined) street.push(singleLine(region));
  if (place.country === undefined && address.countryCode !== undefined) street.push(address.countryCode);
  const recipient = [address.company, address.name].map((text) => singleLine(text ?? '')).filter((text) => text !== '');
  const names = [...new Set(recipient)].filter((text) => comparable(text) !== comparable(partyName));
  return {
    party_name: names.join(', ') || null,
    street: street.filter((line) => line !== '').join('\n') || null,
    postal_code: singleLine(address.postalCode ?? '') || null,
    city: singleLine(address.city ?? '') || null,
    country: place.country ?? null,
    subdivision: place.subdivision ?? null,
  };
}

/** Whether an address of the ERP and one to be written are the same place and recipient. */
export function sameAddress(row: TrytonRow, values: AddressValues): boolean {
  return keyOfRow(row) === keyOf(values);
}

/** Comparable form of values to be written. */
export function keyOf(values: AddressValues): string {
  const texts = [values.party_name, values.street, values.postal_code, values.city].map((text) => comparable(text ?? ''));
  return JSON.stringify([...texts, values.country, values.subdivision]);
}

function keyOfRow(row: TrytonRow): string {
  return keyOf({
    party_name: textOf(row, 'party_name') ?? null,
    street: textOf(row, 'street') ?? null,
    postal_code: textOf(row, 'postal_code') ?? null,
    city: textOf(row, 'city') ?? null,
    country: idOf(row, 'country') ?? null,
    subdivision: idOf(row, 'subdivision') ?? null,
  });
}

export function isEmptyAddress(values: AddressValues): boolean {
  return Object.values(values).every((value) => value === null);
}
