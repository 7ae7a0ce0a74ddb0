export { checkMapping, type CheckedMapping } from './checkMapping';
export { StoredMappings, type StoredMappingsOptions } from './storedMappings';
