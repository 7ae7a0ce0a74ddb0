import type { Migration } from '../migrate';

/** Tables of inbox. */
export const inboxMigration: Migration = { id: '0003-inbox', statements: [] };
