import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { endChild, ended, hasEnded } from '../../services/child';
import { waitFor } from '../../services/waitFor';
import type { Running } from './running';

export interface NodeProcessOptions {
  /** For errors: which process it is. */
  readonly name: string;
  readonly nodeBinary: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it prints goes here, also that of its earlier lives. */
  readonly logFile: string;
  readonly isReady: () => Promise<boolean>;
  readonly readyTimeoutMs?: number;
}

/** Starts a Node program as a process of its own; resolves when it is ready. */
export async function startNodeProcess(options: NodeProcessOptions): Promise<Running> {
  const { name, nodeBinary, args, env = {}, logFile } = options;
  const log = openSync(logFile, 'a');
  const child = spawn(nodeBinary, args, { env: { PATH: process.env.PATH ?? '', ...env }, stdio: ['ignore', log, log] });
  closeSync(log);
  try {
    await waitFor(
      `${name} is ready; its log is ${logFile}`,
      async () => {
        if (hasEnded(child))
          throw new Error(`${name} ended with exit code ${child.exitCode ?? child.signalCode}; its log is ${logFile}`);
        return await options.isReady();
      },
      { timeoutMs: options.readyTimeoutMs ?? 60_000, everyMs: 40 },
    );
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    pid: child.pid ?? 0,
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

/** Whether an address answers a GET with this status. */
export async function answers(url: string, status = 200): Promise<boolean> {
  return await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status === status;
    },
    () => false, // not listening yet
  );
}
