import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startN8nProcess } from './n8nProcess';
import type { N8nPaths } from './paths';
import { prepareN8n, type ImportedCredential } from './prepare';

export interface N8nServerOptions {
  readonly paths: N8nPaths;
  readonly port: number;
  /** Keeps its data here; a fresh temporary folder otherwise. */
  readonly userFolder?: string;
  readonly credentials: readonly ImportedCredential[];
  /** Workflow JSON; nodes get the imported credential of each type they ask for. */
  readonly workflows: readonly object[];
  /** Publishes the workflows before the start, all of them or those with these ids. */
  readonly publish: boolean | readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

export interface N8nServer {
  readonly url: string;
  readonly logFile: string;
  /** Of the process that runs now. */
  readonly pid: number;
  stop(): Promise<void>;
  /** `kill -9`; the data stays. */
  kill(): Promise<void>;
  /** Starts it again after {@link kill}, on the same data; resolves when it answers. */
  restart(): Promise<void>;
}

/** Starts the real n8n with the packed pack, the given credentials and workflows; resolves when it answers. */
export async function startN8nServer(options: N8nServerOptions): Promise<N8nServer> {
  const { paths, port, env, log = () => {} } = options;
  const userFolder = options.userFolder ?? mkdtempSync(path.join(tmpdir(), 'medsupply-n8n-'));
  prepareN8n({ ...options, userFolder });
  log('starting n8n');
  const start = async () => await startN8nProcess({ paths, port, env, userFolder, role: 'main' });
  let running = await start();
  return {
    url: running.url,
    logFile: running.logFile,
    get pid() {
      return running.pid;
    },
    kill: async () => await running.kill(),
    restart: async () => {
      await running.kill();
      running = await start();
    },
    stop: async () => {
      await running.stop();
      if (options.userFolder === undefined) rmSync(userFolder, { recursive: true, force: true });
    },
  };
}
