import { settle } from '../../../shared/settle';
import type { TrytonClient } from '../client';
import type { AddressValues } from './addressValues';
import { sameAddress } from './addressValues';
import type { StoredParty } from './storedParty';
import { readAddresses } from './storedParty';

export interface EnsuredAddress {
  readonly id: number;
  readonly warnings: readonly string[];
}

/**
 * Finds an address at a party or adds it. Tryton lets one address stand twice, so after adding the addresses are read again:
 * when a parallel call added the same one, the lowest id counts for everybody and a later one of our own is taken away.
 */
export async function ensureAddress(client: TrytonClient, party: StoredParty, values: AddressValues): Promise<EnsuredAddress> {
  const [known, ...others] = party.addresses.filter((row) => sameAddress(row, values));
  if (known !== undefined)
    return { id: known.id, warnings: others.length > 0 ? [duplicateWarning(party, others.length + 1)] : [] };

  const created = await client.call('party.address', 'create', [[{ ...values, party: party.id }]], 'write');
  const own = Array.isArray(created) ? (created[0] as number) : undefined;
  const now = (await readAddresses(client, party.id)).filter((row) => sameAddress(row, values));
  const winner = now[0]?.id ?? own ?? 0;
  if (own !== undefined && winner !== own) await remove(client, own);
  return { id: winner, warnings: [] };
}

function duplicateWarning(party: StoredParty, count: number): string {
  return `Party ${party.code} holds the same address ${count} times; the oldest was used.`;
}

/** Deletes an address that nothing uses yet; where the user may not delete, it is deactivated. */
async function remove(client: TrytonClient, id: number): Promise<void> {
  const removed = await settle(client.call('party.address', 'delete', [[id]], 'write'));
  if (removed.ok) return;
  await client.call('party.address', 'write', [[id], { active: false }], 'write');
}
