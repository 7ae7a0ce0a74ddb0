import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as CoreModule from 'n8n-core';
import type * as WorkflowModule from 'n8n-workflow';

export interface N8n {
  readonly core: typeof CoreModule;
  readonly workflow: typeof WorkflowModule;
}

let loaded: N8n | undefined;

/**
 * Loads n8n-core and n8n-workflow (once, both as CommonJS, so that there is exactly one n8n-workflow).
 * The variables must be set before the first require: n8n's settings read them when they are constructed.
 */
export function loadN8n(): N8n {
  if (loaded !== undefined) return loaded;
  process.env.N8N_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'medsupply-engine-'));
  process.env.N8N_ENCRYPTION_KEY ??= 'sandbox-only';
  process.env.N8N_LOG_LEVEL ??= 'silent';
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- n8n-core must be loaded after the lines above
  loaded = { core: require('n8n-core') as typeof CoreModule, workflow: require('n8n-workflow') as typeof WorkflowModule };
  return loaded;
}
