import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { findShippedMapping, shippedMappingIds } from '../../core/mapping';
import { hubOf, listStoredMappings } from '../shared/hub';

/** The shipped mappings for the dropdown. */
export function listShippedMappings(): INodePropertyOptions[] {
  return shippedMappingIds.map((id) => {
    const mapping = findShippedMapping(id);
    return {
      name: `${mapping?.title ?? id} (${id})`,
      value: id,
      description: mapping?.version === undefined ? undefined : `Version ${mapping.version}`,
    };
  });
}

/** The mappings that are active at the hub, for the dropdown. */
export async function listHubMappings(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const { client } = await hubOf(context);
  const active = (await listStoredMappings(client)).filter((mapping) => mapping.active);
  return active.map(({ id, version }) => ({ name: id, value: id, description: `Active version ${version}` }));
}
