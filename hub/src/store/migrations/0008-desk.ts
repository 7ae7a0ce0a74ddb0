import type { Migration } from '../migrate';

/** Tables of desk. */
export const deskMigration: Migration = { id: '0008-desk', statements: [] };
