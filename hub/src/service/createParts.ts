import { openAudit, type OpenedAudit } from '../audit';
import type { Post } from '../contract';
import { IncidentDesk } from '../incidents';
import { createReception, type Reception } from '../intake';
import { Kpis } from '../kpi';
import { NoticeOutbox } from '../notices';
import { People } from '../people';
import { Retention } from '../retention';
import type { BaseParts } from './baseParts';
import { storeParts, type StoreParts } from './storeParts';
import type { Job } from './ticker';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Every part of a running hub. `inbox` is the one that wakes the dispatcher. */
export interface HubParts extends BaseParts, StoreParts {
  readonly opened: OpenedAudit;
  readonly reception: Reception;
  readonly incidents: IncidentDesk;
  readonly people: People;
  readonly kpis: Kpis;
  readonly jobs: readonly Job[];
}

/**
 * Builds the parts of a running hub on a migrated store, and makes the key of the audit log when there is none.
 * @param post where pushes go; axios by default
 */
export async function createParts(base: BaseParts, post?: Post): Promise<HubParts> {
  const { database, clock, audit, vault, meter, log, access, settings } = base;
  const notices = new NoticeOutbox({ database, clock, audit });
  const opened = await openAudit({
    ...{ database, clock, vault, meter, log, audit, notices },
    keyFile: settings.auditKeyFile,
    checkpointFolder: settings.checkpointsDir,
  });
  const stored = storeParts(base, notices);
  const reception = createReception({
    ...{ database, clock, audit, vault, meter, log, notices, post },
    inbox: stored.inbox,
    publicUrl: settings.publicUrl,
  });
  const incidents = new IncidentDesk({ database, clock, audit, notices });
  const people = new People({ database, clock, audit });
  const kpis = new Kpis({ database, clock, inbox: stored.inbox, effects: stored.effects });
  const retention = new Retention({
    database,
    clock,
    audit,
    log,
    erasables: stored.erasables,
    retentionDays: settings.retentionDays,
  });
  const jobs: readonly Job[] = [
    ...reception.jobs,
    { name: 'use and refusals of keys', everyMs: 15 * SECOND_MS, run: async () => await access.flush() },
    { name: 'hourly figures', everyMs: MINUTE_MS, run: async () => await kpis.rollUp() },
    { name: 'retention', everyMs: HOUR_MS, run: async () => await retention.run() },
  ];
  // The reception answers the inbox that it was given, with a signal around it.
  const inbox = reception.inbox as StoreParts['inbox'];
  return { ...base, ...stored, inbox, opened, reception, incidents, people, kpis, jobs };
}
