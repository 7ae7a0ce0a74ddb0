import type { Migration } from '../migrate';

/** Tables of effects. */
export const effectsMigration: Migration = { id: '0004-effects', statements: [] };
