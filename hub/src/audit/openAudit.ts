import type { Log } from '../contract';
import { AuditLog, type AuditLogOptions } from './auditLog';
import { Checkpoints, type CheckpointsOptions } from './checkpoints';
import { openKey } from './keyChange';
import type { AuditKey } from './keyFile';
import type { AuditStatus } from './status';

export interface OpenAuditOptions extends AuditLogOptions, Pick<CheckpointsOptions, 'everyRows' | 'everyMs' | 'notices'> {
  readonly log: Log;
  /** Private key, PEM, mode 0600; made at the first start. */
  readonly keyFile: string;
  /** Where checkpoints are written. */
  readonly checkpointFolder: string;
  /** The log to write to, where other parts were given it before the key was opened. */
  readonly audit?: AuditLog;
}

/** The audit log with its key and checkpoints, as the service uses it. */
export interface OpenedAudit {
  readonly audit: AuditLog;
  readonly checkpoints: Checkpoints;
  readonly key: AuditKey;
  readonly status: AuditStatus;
  /** Makes checkpoints when they are due. */
  start(): void;
  /** Ends that, with a last checkpoint. */
  stop(): Promise<void>;
}

const TICK_MS = 1000;

/**
 * Opens the log of a migrated store: key, comparison with the checkpoints outside, schedule.
 * @throws Problem 409 when the key file does not belong to this log
 */
export async function openAudit(options: OpenAuditOptions): Promise<OpenedAudit> {
  const audit = options.audit ?? new AuditLog(options);
  const key = await openKey({ database: options.database, audit, keyFile: options.keyFile });
  const words = key.isNew
    ? 'Made the key that signs the audit log: give its public half and fingerprint to whoever verifies'
    : 'Audit log opened';
  options.log.info({ fingerprint: key.fingerprint, publicKeyFile: key.publicKeyFile }, words);
  const checkpoints = new Checkpoints({ ...options, audit, key, folder: options.checkpointFolder });
  const status = await checkpoints.check();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const tick = () => {
    running = running.then(async () => await checkpoints.tick());
  };
  return {
    audit,
    checkpoints,
    key,
    status,
    start: () => {
      timer ??= setInterval(tick, TICK_MS).unref();
    },
    stop: async () => {
      clearInterval(timer);
      await running;
      await checkpoints.make('shutdown').catch((error: unknown) => {
        options.log.error({ error: (error as Error).name }, `No checkpoint at shutdown: ${(error as Error).message}`);
      });
    },
  };
}
