import { checkAgainstCheckpoints, loadKey } from '../../audit';
import { newestCheckpoint } from '../../audit/checkpoints';
import { noMeter } from '../../metrics/noMeter';
import { NoticeOutbox } from '../../notices';
import { DeliveryActivity, HubSources, SourceDirectory } from '../../sources';
import { intakeProfiles } from '../../intake';
import type { Database } from '../../store';
import { openBaseParts } from '../baseParts';
import type { DoctorParts } from './check';
import { silentLog } from '../jsonLog';
import type { HubSettings } from '../settings';
import { storeParts } from '../storeParts';
import { systemClock } from '../systemClock';

/**
 * What the doctor asks the parts of a hub; nothing is started and no key file is made.
 * @throws VaultError, Error when the key files cannot be used: the doctor says so by its own checks
 */
export async function doctorParts(settings: HubSettings, database: Database): Promise<NonNullable<DoctorParts['parts']>> {
  const key = loadKey(settings.auditKeyFile);
  if (key === undefined) throw new Error('there is no audit.key');
  const base = await openBaseParts(settings, database, { clock: systemClock, log: silentLog, meter: noMeter });
  const { vault, audit, clock, log } = base;
  const activity = new DeliveryActivity({ database, clock, log });
  const directory = new SourceDirectory({ database, vault, clock, log, profiles: intakeProfiles });
  const sources = new HubSources({
    database,
    vault,
    audit,
    clock,
    directory,
    activity,
    profiles: intakeProfiles,
    publicUrl: settings.publicUrl,
  });
  return {
    inbox: storeParts(base, new NoticeOutbox({ database, clock, audit })).inbox,
    sources,
    auditStatus: async () =>
      await checkAgainstCheckpoints({ database, folder: settings.checkpointsDir, publicKeys: [key.publicKey] }),
    checkpointAtMs: async () => (await database.read(newestCheckpoint))?.madeAtMs,
  };
}
