import { Failure } from '../../../../../core/failure';
import type { FindOrCreatePartyOptions, PartyRequest } from '../../../contract';
import { SYSTEM } from '../client';
import type { Parties } from './parties';
import { partyCode } from './partyCode';
import type { StoredParty } from './storedParty';

export interface PartyLookup {
  readonly request: PartyRequest;
  /** Code to create the party under when it is missing. */
  readonly code: string;
  readonly existing?: StoredParty;
  readonly warnings: readonly string[];
}

/**
 * Finds the ERP's party for a document without changing anything: first under the number that the source carries, then under
 * the code made from the source's identity, at last the default party.
 *
 * @throws Failure (NeedsHuman) when the document names nobody and there is no default, or the party is deactivated
 */
export async function findParty(known: Parties, request: PartyRequest, options: FindOrCreatePartyOptions): Promise<PartyLookup> {
  const own = partyCode(request);
  const fallback = options.defaultPartyCode?.trim() || undefined;
  const code = own ?? fallback;
  if (code === undefined && request.number === undefined) {
    throw new Failure('NeedsHuman', 'The document names no customer', {
      system: SYSTEM,
      nextStep: 'Set Default Party Code to a party of the ERP that such documents belong to, or map the customer.',
    });
  }
  const wanted = [request.number, code].filter((candidate): candidate is string => candidate !== undefined && candidate !== '');
  const parties = await known.find(wanted);
  const byNumber = parties.find((party) => party.code === request.number);
  const existing = byNumber ?? parties.find((party) => party.code === code);
  if (existing !== undefined && !existing.active) throw deactivated(existing.code);

  const warnings: string[] = [];
  if (request.number !== undefined && byNumber === undefined && code !== undefined) {
    warnings.push(`The ERP has no party ${request.number}; ${code} was used instead.`);
  }
  if (existing !== undefined) return { request, code: existing.code, existing, warnings };
  if (own === undefined) throw missing(request.number ?? fallback ?? '');
  return { request, code: own, warnings };
}

function deactivated(code: string): Failure {
  return new Failure('NeedsHuman', `Party ${code} is deactivated in the ERP`, {
    system: SYSTEM,
    record: code,
    nextStep: 'Activate the party in the ERP, or give the order another customer, then run the item again.',
  });
}

function missing(code: string): Failure {
  return new Failure('NeedsHuman', `The ERP has no party ${code}, and the document names nobody to create`, {
    system: SYSTEM,
    record: code,
    nextStep: 'Create the party in the ERP, or set Default Party Code to one that exists.',
  });
}
