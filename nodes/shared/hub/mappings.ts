import type { MappingReference } from '../../../core/hub';
import type { HubClient } from './client';

/** A mapping as the hub lists it. */
export interface HubMapping extends MappingReference {
  readonly active: boolean;
}

/** Every version of every mapping at the hub. */
export async function listStoredMappings(client: HubClient): Promise<readonly HubMapping[]> {
  const { mappings } = await client.call<{ mappings: readonly HubMapping[] }>({ method: 'GET', path: '/v1/mappings' });
  return mappings;
}

/**
 * One mapping of the hub with everything that it extends laid into it.
 * @param version the active one without it
 */
export async function readHubMapping(
  client: HubClient,
  id: string,
  version?: string,
): Promise<{ readonly stored: HubMapping; readonly file: unknown }> {
  const query = new URLSearchParams({ id, resolved: 'true', ...(version === undefined ? {} : { version }) });
  return await client.call({ method: 'GET', path: `/v1/mappings/one?${query.toString()}` });
}
