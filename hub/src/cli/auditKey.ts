import { Command } from 'commander';
import { AuditLog, openAudit, replaceLostKey, rotateKey } from '../audit';
import { silentLog } from '../service/jsonLog';
import { systemClock } from '../service/systemClock';
import { COMMAND_LINE } from './auditCheckpoint';
import { withAuditStore } from './auditStore';
import { settingsOf, withSettings } from './hubSettings';
import { printJson } from './io';

/** `medsupply audit rotate-key`: a new signing key, introduced by a row that the old and the new one sign. */
export function rotateKeyCommand(): Command {
  const command = new Command('rotate-key')
    .description('Change the key that signs checkpoints (stop the hub first); prints the new fingerprint')
    .option('--old-key-lost', 'introduce a new key without the old one: verifying then needs both public keys');
  withSettings(command, 'places').action(async (options: { oldKeyLost?: boolean } & Record<string, unknown>) => {
    const settings = settingsOf(options);
    await withAuditStore(settings, async (database) => {
      const common = { database, clock: systemClock, keyFile: settings.auditKeyFile };
      const audit = new AuditLog(common);
      const change = options.oldKeyLost === true ? replaceLostKey : rotateKey;
      const key = await change({ ...common, audit }, COMMAND_LINE);
      const { checkpoints } = await openAudit({ ...common, audit, log: silentLog, checkpointFolder: settings.checkpointsDir });
      await checkpoints.make('key');
      printJson({ fingerprint: key.fingerprint, publicKeyFile: key.publicKeyFile });
    });
  });
  return command;
}
