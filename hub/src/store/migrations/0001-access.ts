import type { Migration } from '../migrate';

/** Tables of access. */
export const accessMigration: Migration = { id: '0001-access', statements: [] };
