import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { endChild, ended, hasEnded } from '../services/child';
import { waitFor } from '../services/waitFor';
import { n8nScript } from './command';
import { n8nEnvironment, type EnvironmentOptions } from './environment';

/** `main` starts triggers and answers webhooks and the editor; in queue mode a `worker` runs executions, a `webhook` process takes webhooks. */
export type N8nRole = 'main' | 'worker' | 'webhook';

export interface N8nProcessOptions extends EnvironmentOptions {
  readonly role: N8nRole;
  /** Executions at a time, of a worker. */
  readonly concurrency?: number;
}

/** One running process of n8n. */
export interface N8nProcess {
  readonly role: N8nRole;
  readonly url: string;
  readonly pid: number;
  readonly logFile: string;
  /** When it was ready, milliseconds since 1970. */
  readonly readyAtMs: number;
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>;
  isRunning(): boolean;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Holds it in the middle of whatever it does, and lets it go on. */
  freeze(): void;
  thaw(): void;
}

const READY_TIMEOUT_MS = 120_000;
const COMMANDS: Readonly<Record<N8nRole, string>> = { main: 'start', worker: 'worker', webhook: 'webhook' };

/** Starts one process of n8n on a prepared user folder; resolves when it is ready for work. */
export async function startN8nProcess(options: N8nProcessOptions): Promise<N8nProcess> {
  const { paths, role, userFolder, port } = options;
  const logFile = path.join(userFolder, role === 'main' ? 'n8n.log' : `n8n-${role}-${port}.log`);
  const log = openSync(logFile, 'a');
  const args = [n8nScript(paths), COMMANDS[role], ...(role === 'worker' ? [`--concurrency=${options.concurrency ?? 10}`] : [])];
  const child = spawn(paths.nodeBinary, args, { env: n8nEnvironment(options), stdio: ['ignore', log, log] });
  closeSync(log);
  const url = `http://127.0.0.1:${port}`;
  const started = (): Promise<boolean> => (role === 'main' ? hasLoginRoute(url) : isHealthy(url));
  try {
    await waitFor(
      `n8n (${role}) is ready; its log is ${logFile}`,
      async () => {
        if (hasEnded(child))
          throw new Error(`n8n (${role}) ended with exit code ${child.exitCode ?? child.signalCode}; its log is ${logFile}`);
        return await started();
      },
      { timeoutMs: READY_TIMEOUT_MS, everyMs: 250 },
    );
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    role,
    url,
    pid: child.pid ?? 0,
    logFile,
    readyAtMs: Date.now(),
    ended: ended(child),
    isRunning: () => !hasEnded(child),
    stop: async () => await endChild(child, 'SIGTERM'),
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}

/** `/healthz` of a main process answers before the routes exist: it is ready when its login route does. */
async function hasLoginRoute(url: string): Promise<boolean> {
  const status = await statusOf(`${url}/rest/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  return status !== undefined && status !== 404 && status < 500;
}

async function isHealthy(url: string): Promise<boolean> {
  return (await statusOf(`${url}/healthz/readiness`)) === 200;
}

async function statusOf(url: string, init: RequestInit = {}): Promise<number | undefined> {
  return await fetch(url, { ...init, signal: AbortSignal.timeout(5_000) }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => undefined, // not listening yet
  );
}
