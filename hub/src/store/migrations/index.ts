import type { Migration } from '../migrate';
import { accessMigration } from './0001-access';
import { auditMigration } from './0002-audit';
import { inboxMigration } from './0003-inbox';
import { effectsMigration } from './0004-effects';
import { linksMigration } from './0005-links';
import { sourcesMigration } from './0006-sources';
import { mappingsMigration } from './0007-mappings';
import { deskMigration } from './0008-desk';

/** The schema's history, oldest first. A module owns the tables of its migration. */
export const migrations: readonly Migration[] = [
  accessMigration,
  auditMigration,
  inboxMigration,
  effectsMigration,
  linksMigration,
  sourcesMigration,
  mappingsMigration,
  deskMigration,
];
