import type { INodePropertyOptions } from 'n8n-workflow';
import { findShippedMapping, shippedMappingIds } from '../../core/mapping';

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
