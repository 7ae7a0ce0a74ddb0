import type { Migration } from '../migrate';

/** Tables of sources. */
export const sourcesMigration: Migration = { id: '0006-sources', statements: [] };
