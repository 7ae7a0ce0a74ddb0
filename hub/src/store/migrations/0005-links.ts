import type { Migration } from '../migrate';

/** Tables of links. */
export const linksMigration: Migration = { id: '0005-links', statements: [] };
