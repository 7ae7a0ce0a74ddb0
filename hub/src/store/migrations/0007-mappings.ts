import type { Migration } from '../migrate';

/** Tables of mappings. */
export const mappingsMigration: Migration = { id: '0007-mappings', statements: [] };
