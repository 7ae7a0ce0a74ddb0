import type { Address } from '../../../../../core/documents';

/**
 * Text that is equal for two spellings of one place: width, case, blanks and punctuation do not count; nor do phone and GLN,
 * which Tryton keeps elsewhere.
 */
export function addressFingerprint(address: Address): string {
  const parts = [
    ...(address.streetLines ?? []),
    address.postalCode,
    address.city,
    address.region ?? address.regionCode,
    address.countryCode,
  ];
  return comparable(parts.filter((part) => part !== undefined).join(' '));
}

/** Normal form for comparing texts of addresses and names. */
export function comparable(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s,;.\-/]+/g, ' ')
    .trim();
}
