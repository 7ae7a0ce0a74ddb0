import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import type { N8nPaths } from './paths';

/** The script that `n8n` on the command line runs. */
export function n8nScript(paths: N8nPaths): string {
  return path.join(paths.server, 'node_modules/n8n/bin/n8n');
}

/**
 * Runs one command of n8n's command line to its end.
 * @throws Error with what it printed
 */
export function n8nCommand(paths: N8nPaths, env: NodeJS.ProcessEnv, args: readonly string[]): string {
  try {
    return execFileSync(paths.nodeBinary, [n8nScript(paths), ...args], {
      env,
      stdio: 'pipe',
      maxBuffer: 64 * 1024 * 1024,
    }).toString();
  } catch (error) {
    const output = error as { stdout?: Buffer; stderr?: Buffer };
    throw new Error(`n8n ${args[0] ?? ''} failed:\n${String(output.stdout ?? '')}${String(output.stderr ?? '')}`.slice(0, 4000));
  }
}

/**
 * The same for a command that takes long: this process goes on meanwhile, and answers what the command asks of it.
 * @throws Error naming the log
 */
export async function runN8nCommand(
  paths: N8nPaths,
  env: NodeJS.ProcessEnv,
  args: readonly string[],
  logFile: string,
): Promise<void> {
  const log = openSync(logFile, 'w');
  const child = spawn(paths.nodeBinary, [n8nScript(paths), ...args], { env, stdio: ['ignore', log, log] });
  closeSync(log);
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('exit', resolve));
  if (code !== 0) throw new Error(`n8n ${args[0] ?? ''} ended with exit code ${String(code)}; its log is ${logFile}`);
}
