import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PRESETS } from '../../src/access';
import type { Post } from '../../src/contract';
import { createHub, type Hub } from '../../src/service/createHub';
import { readSettings, type HubSettings } from '../../src/service/settings';
import type { Timers } from '../../src/service/ticker';
import { someone, testLog, type Logged } from '../access/parts';

/** Timers that never fire: a test that wants a job run calls it. */
export const noTimers: Timers = { every: () => ({ stop: () => undefined }) };

export interface TestHub extends Hub {
  readonly settings: HubSettings;
  readonly log: { readonly lines: readonly Logged[] };
  /** Headers of a key that may do everything. */
  readonly headers: { readonly authorization: string };
  /** Stops the hub and removes its folder. */
  end(): Promise<void>;
}

/** A whole hub on a temporary SQLite file; nothing listens until it is started. */
export async function openHub(flags: Readonly<Record<string, string>> = {}, post?: Post): Promise<TestHub> {
  const data = flags['data'] ?? mkdtempSync(path.join(tmpdir(), 'medsupply-hub-'));
  const settings = readSettings({}, { data, publicPort: '0', privatePort: '0', ...flags });
  const log = testLog();
  const hub = await createHub(settings, { log, timers: noTimers, post: post ?? (() => Promise.resolve({ status: 200 })) });
  const { text } = await hub.parts.access.create('test', PRESETS.admin, someone);
  return {
    ...hub,
    settings,
    log,
    headers: { authorization: `Bearer ${text}` },
    end: async () => {
      await hub.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
