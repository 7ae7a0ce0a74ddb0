import type { ChildProcess } from 'node:child_process';

/** Whether a child process has ended, however. */
export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Resolves when a child process has ended; at once when it has already. */
export async function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  await new Promise((resolve) => child.once('exit', resolve));
}

/** Asks a child process to end, and ends it when it has not after `patienceMs`. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals, patienceMs = 15_000): Promise<void> {
  if (hasEnded(child)) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended(child);
  clearTimeout(timer);
}
