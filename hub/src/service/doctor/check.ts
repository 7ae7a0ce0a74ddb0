import type { Inbox, Sources } from '../../contract';
import type { Database } from '../../store';
import type { HubSettings } from '../settings';

/** One line of the doctor's table. */
export interface Check {
  readonly name: string;
  /** `look`: works, but somebody should see it; `wrong`: has to be put right. */
  readonly state: 'ok' | 'look' | 'wrong';
  readonly what: string;
  readonly nextStep?: string;
}

export interface DoctorParts {
  readonly settings: HubSettings;
  readonly database: Database;
  readonly nowMs: number;
  /** The parts that need the key files; absent when those cannot be read. */
  readonly parts?: {
    readonly inbox: Pick<Inbox, 'backlog'>;
    readonly sources: Pick<Sources, 'list'>;
    /** How the audit log stands against its checkpoint files. */
    readonly auditStatus: () => Promise<{
      readonly state: string;
      readonly detail: string;
      readonly logSize: number;
      readonly checkpointSize?: number;
    }>;
    /** When the newest checkpoint was made. */
    readonly checkpointAtMs: () => Promise<number | undefined>;
  };
}
