import type { Log } from '../contract';

/** One step of the end, in order. */
export interface ShutdownStep {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** Waits for at most so long; injected for tests. */
export type Within = (ms: number, work: Promise<unknown>) => Promise<'done' | 'late'>;

/**
 * Runs the steps one after another. A step that fails or takes too long is logged and does not keep the next ones from running: the
 * hub loses nothing by ending at any moment, so the end is about politeness, not about safety.
 *
 * @param budgetMs time for all steps together
 * @returns names of the steps that failed or were left
 */
export async function shutDown(
  steps: readonly ShutdownStep[],
  budgetMs: number,
  log: Log,
  now: () => number,
  within: Within = raceTimer,
): Promise<readonly string[]> {
  const endMs = now() + budgetMs;
  const bad: string[] = [];
  for (const { name, run } of steps) {
    try {
      const result = await within(Math.max(0, endMs - now()), run());
      if (result === 'done') continue;
      log.warn({ step: name }, 'a step of the shutdown took too long and was left');
    } catch (error) {
      log.warn({ step: name, error: (error as Error).name }, 'a step of the shutdown failed');
    }
    bad.push(name);
  }
  return bad;
}

async function raceTimer(ms: number, work: Promise<unknown>): Promise<'done' | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  try {
    return await Promise.race([work.then(() => 'done' as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
