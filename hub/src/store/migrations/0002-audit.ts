import type { Migration } from '../migrate';

/** Tables of audit. */
export const auditMigration: Migration = { id: '0002-audit', statements: [] };
