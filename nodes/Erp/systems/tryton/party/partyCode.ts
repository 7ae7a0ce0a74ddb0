import { createHash } from 'node:crypto';
import type { Address } from '../../../../../core/documents';
import type { PartyRequest } from '../../../contract';
import { addressFingerprint } from './addressFingerprint';

const TENANT_DIGITS = 8;
/** 64 bits: far more than the customers of one shop need to stay apart. */
const PERSON_DIGITS = 16;

function digest(text: string, digits: number): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, digits);
}

/**
 * The code under which a customer of a source system is kept in the ERP, the same at every delivery, so that the ERP's unique
 * code lets only one of many parallel creations win: `SHOPIFY-1a2b3c4d-6940095564`. Without an id the code is made from the
 * e-mail address, without that from name and address; both only as a hash, so a code shows nobody's data.
 *
 * @returns `undefined` when the document names nobody
 */
export function partyCode(request: PartyRequest): string | undefined {
  const prefix = `${request.system.toUpperCase()}-${digest(request.tenant, TENANT_DIGITS)}`;
  if (request.id !== undefined) return `${prefix}-${encodeURIComponent(request.id)}`;
  const email = normaliseEmail(request.email);
  if (email !== undefined) return `${prefix}-E${digest(email, PERSON_DIGITS)}`;
  const address: Address | undefined = request.invoiceAddress ?? request.deliveryAddress;
  const name = normalise(request.name ?? address?.company ?? address?.name ?? '');
  const place = address === undefined ? '' : addressFingerprint(address);
  // A name alone is no identity: two people can share it.
  if (name === '' || place === '') return undefined;
  return `${prefix}-A${digest(`${name}\n${place}`, PERSON_DIGITS)}`;
}

/** E-mail addresses that differ only in case or width of letters are the same mailbox in practice. */
export function normaliseEmail(email: string | undefined): string | undefined {
  const normal = normalise(email ?? '').replace(/ /g, '');
  return normal === '' ? undefined : normal;
}

function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
