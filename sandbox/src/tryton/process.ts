import { parseArgs } from 'node:util';
import { FaultPlan, type FaultPlanOptions } from '../faults';
import { startTrytonSimulator, type TrytonSimulator } from './simulator';

/** The flags of {@link runTrytonProcess}. */
export const trytonProcessUsage = `--port N            0, the default, takes a free port
--database NAME     erp
--journal FILE      keeps the database in this file; without it everything is in memory
--fsync             waits for the disk at every commit
--faults JSON       rates and limits of a fault plan: {"rates":{"timeoutAfterCommit":0.05},"lateCommitMs":[100,600]}
--seed TEXT         seed of the fault plan
--late-lookup-ms N  a created record shows up in searches this much later
--slow-ms N         every answer comes this much later
--overlap-ms N      how long a confirmation takes between reading and writing`;

/**
 * Runs the simulator as a process of its own, so that a campaign can kill it: prints one JSON line
 * `{"ready":true,"url":…,"database":…,"seed":…}` once it answers, and ends on SIGTERM and SIGINT.
 *
 * @param args flags as {@link trytonProcessUsage} lists them
 * @throws TypeError for an unknown flag or a value that cannot be read
 */
export async function runTrytonProcess(args: readonly string[]): Promise<TrytonSimulator> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      database: { type: 'string' },
      journal: { type: 'string' },
      fsync: { type: 'boolean' },
      faults: { type: 'string' },
      seed: { type: 'string' },
      'late-lookup-ms': { type: 'string' },
      'slow-ms': { type: 'string' },
      'overlap-ms': { type: 'string' },
    },
  });
  const faults = values.faults === undefined ? undefined : (JSON.parse(values.faults) as FaultPlanOptions);
  const plan = faults && new FaultPlan({ ...faults, ...(values.seed === undefined ? {} : { seed: values.seed }) });
  const simulator = await startTrytonSimulator({
    port: number(values.port, 'port') ?? 0,
    ...(values.database === undefined ? {} : { database: values.database }),
    ...(values.journal === undefined ? {} : { journal: { file: values.journal, fsync: values.fsync ?? false } }),
    ...(plan === undefined ? {} : { faults: plan }),
    lateLookupMs: number(values['late-lookup-ms'], 'late-lookup-ms') ?? 0,
    slowMs: number(values['slow-ms'], 'slow-ms') ?? 0,
    ...overlap(number(values['overlap-ms'], 'overlap-ms')),
  });
  const end = (): void => void simulator.close().then(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.stdout.write(
    `${JSON.stringify({ ready: true, url: simulator.url, database: simulator.database, seed: plan?.seed })}\n`,
  );
  return simulator;
}

function number(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) throw new TypeError(`--${flag} takes a number, not "${text}"`);
  return value;
}

function overlap(overlapMs: number | undefined): { readonly overlapMs?: number } {
  return overlapMs === undefined ? {} : { overlapMs };
}
