import { StoreUnavailable } from '../../store';
import type { Check, DoctorParts } from './check';
import { checkAudit, checkCheckpoint, checkParked, checkSources } from './partChecks';
import { checkClock, checkKeyFile, checkMigrations, checkSpace, checkSync, checkWritable } from './storeChecks';

/** Looks at everything that can be wrong with a hub, and never stops at the first thing. */
export async function examine(doctor: DoctorParts): Promise<readonly Check[]> {
  const { settings, parts } = doctor;
  const checks: (Check | readonly Check[])[] = [
    await attempt('migrations', async () => await checkMigrations(doctor)),
    await attempt('clock', async () => await checkClock(doctor)),
    await attempt('store', async () => await checkWritable(doctor)),
    await attempt('sync', async () => await checkSync(doctor.database)),
    await attempt('disk space', () => Promise.resolve(checkSpace(settings))),
    checkKeyFile('hub.key', settings.keyFile),
    checkKeyFile('audit.key', settings.auditKeyFile),
  ];
  if (parts !== undefined) {
    checks.push(
      await attempt('audit log', async () => await checkAudit(parts)),
      await attempt('checkpoints', async () => await checkCheckpoint(parts, doctor.nowMs)),
      await attempt('sources', async () => await checkSources(parts)),
      await attempt('parked events', async () => await checkParked(parts)),
    );
  }
  return checks.flat();
}

async function attempt(name: string, check: () => Promise<Check | readonly Check[]>): Promise<Check | readonly Check[]> {
  try {
    return await check();
  } catch (error) {
    const code =
      error instanceof StoreUnavailable ? error.code : ((error as NodeJS.ErrnoException).code ?? (error as Error).name);
    return {
      name,
      state: 'wrong',
      what: `could not be checked (${code})`,
      nextStep: 'Look at the lines above, and at the store.',
    };
  }
}
