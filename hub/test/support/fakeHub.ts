import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { AccessKeys } from '../../src/access';
import type { Clock, Log, Meter } from '../../src/contract';
import { type DeskParts, deskRoutes } from '../../src/desk';
import { createPrivateApp } from '../../src/http';
import { IncidentDesk, incidentRoutes } from '../../src/incidents';
import { kpiRoutes, Kpis } from '../../src/kpi';
import { Passwords, People, type Role } from '../../src/people';
import { migrate, SqliteDatabase } from '../../src/store';
import { FakeAudit, FakeEffects, FakeInbox, FakeLinks, FakeMappings, FakeNotices, FakeSources } from './fakeParts';
import { seed } from './fakeSeed';

const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const METER: Meter = { count: () => undefined, observe: () => undefined };
/** Hashes that take a millisecond: tests sign in often. */
const CHEAP = { logN: 4, r: 1, p: 1 };
const NOON = Date.UTC(2026, 10, 22, 12, 0, 0);

/** A clock that moves when it is told to. */
export class FakeClock implements Clock {
  constructor(private atMs = NOON) {}
  now(): number {
    return this.atMs;
  }
  pass(ms: number): void {
    this.atMs += ms;
  }
}

export interface FakeHub extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly parts: DeskParts;
  readonly audit: FakeAudit;
  readonly inbox: FakeInbox;
  readonly effects: FakeEffects;
  readonly notices: FakeNotices;
  readonly keys: AccessKeys;
  readonly clock: Clock;
  /** Makes an account whose password is already its own. */
  readonly person: (name: string, role: Role, password: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * A private listener with the Desk, real people, incidents and figures on SQLite, and the other parts in memory.
 * @param options.logs errors of the listener go here
 */
export async function fakeHub(
  options: { readonly clock?: Clock; readonly assetsFolder?: string; readonly log?: Log; readonly cheap?: boolean } = {},
): Promise<FakeHub> {
  const folder = mkdtempSync(join(tmpdir(), 'medsupply-desk-'));
  const clock = options.clock ?? new FakeClock();
  const database = new SqliteDatabase(join(folder, 'hub.sqlite'));
  await migrate(database, clock.now());
  const audit = new FakeAudit(() => clock.now());
  const inbox = new FakeInbox(audit, () => clock.now());
  const effects = new FakeEffects(audit);
  const notices = new FakeNotices();
  const [links, sources, mappings] = [new FakeLinks(), new FakeSources(), new FakeMappings()];
  const random = (bytes: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes)));
  const passwords = new Passwords(random, options.cheap === false ? undefined : CHEAP);
  const people = new People({ database, clock, audit, passwords });
  const incidents = new IncidentDesk({ database, clock, audit, notices });
  const kpis = new Kpis({ database, clock, inbox, effects });
  const keys = new AccessKeys({ database, clock, audit, log: options.log ?? SILENT, meter: METER });
  await seed({ database, inbox, effects, links, sources, mappings }, clock.now());
  const parts: DeskParts = {
    database,
    clock,
    audit,
    auditReader: audit,
    people,
    inbox,
    effects,
    links,
    sources,
    mappings,
    incidents,
    kpis,
    assetsFolder: options.assetsFolder ?? join(folder, 'no-page'),
    isHttps: false,
  };
  const { app } = await createPrivateApp(
    { log: options.log ?? SILENT, bodyLimitBytes: 1_000_000, requestTimeoutMs: 10_000, trustProxy: [], logsSuccess: false },
    keys,
    async (instance) => {
      await instance.register(async (scope) => await deskRoutes(scope, parts));
      await instance.register(async (scope) => await incidentRoutes(scope, { incidents }));
      await instance.register(async (scope) => await kpiRoutes(scope, parts));
    },
  );
  const close = async () => {
    await app.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const person = async (name: string, role: Role, password: string) => {
    const { oneTimePassword } = await people.add(name, role, { kind: 'hub', id: 'test' });
    await people.changePassword(name, oneTimePassword, password);
  };
  return { app, parts, audit, inbox, effects, notices, keys, clock, person, close, [Symbol.asyncDispose]: close };
}
