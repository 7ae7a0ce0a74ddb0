import type { FaultKind } from '../faults';
import { DEFAULT_KILLS, parseKills, type KillSchedule } from './killer';

/** Which processes take part. */
export const SETUPS = ['single', 'queue', 'no-hub'] as const;
export type SetupName = (typeof SETUPS)[number];

/**
 * Faults by the names of the command line.
 *
 * - `duplicates`     10 % of the deliveries come twice
 * - `reorder`        a delivery may overtake others within a window of 50
 * - `drop`           5 % of the ERP's connections are dropped after the commit
 * - `late`           3 % of the commits come 100 to 600 ms later
 * - `429`            2 % refused, nothing stored
 * - `500`            2 % HTTP 500, nothing stored
 * - `500-after`      1 % HTTP 500, although it is stored
 * - `lag`            a look-up sees a record 200 ms after it was made
 * - `kills`          processes are killed by the schedule
 */
export const FAULTS = ['duplicates', 'reorder', 'drop', 'late', '429', '500', '500-after', 'lag', 'kills'] as const;
export type FaultName = (typeof FAULTS)[number];

const ERP_RATES: Readonly<Partial<Record<FaultName, readonly [FaultKind, number]>>> = {
  drop: ['timeoutAfterCommit', 0.05],
  late: ['lateCommit', 0.03],
  '429': ['error429', 0.02],
  '500': ['error500BeforeCommit', 0.02],
  '500-after': ['error500AfterCommit', 0.01],
};

export interface CampaignOptions {
  readonly setup: SetupName;
  readonly events: number;
  readonly seed: string;
  readonly faults: readonly FaultName[];
  readonly kills: KillSchedule;
  /** Goes on with an interrupted campaign of the same setup, events and seed. */
  readonly resume: boolean;
  /** Keeps the data of all processes, not only history and evidence. */
  readonly keep: boolean;
  /** How many deliveries the hub pushes in one batch. */
  readonly batchSize: number;
  /** How many batches may be unfinished at a time. */
  readonly batchesInFlight: number;
  /** How long a workflow may take for a batch: what a killed n8n had in hand waits so long. */
  readonly leaseSeconds: number;
  /** Acknowledged deliveries that may wait for their effect before the shop slows down. */
  readonly backlog: number;
}

export const CAMPAIGN_USAGE = `npm run campaign -- [--events 2000] [--seed 1] [--setup single|queue|no-hub] [--faults all|none|LIST] [--kills SCHEDULE] [--resume] [--keep]

  --faults   ${FAULTS.join(',')}
  --kills    hub=1-3,erp=10-30,n8n=20-60,freeze (seconds a process lives), or none
  --resume   goes on with an interrupted campaign of the same setup, events and seed
  --keep     keeps the data of every process
  --batch    deliveries in one push (40)
  --in-flight  batches that may be unfinished at a time (4)
  --lease    seconds a workflow may take for a batch (15)
  --backlog  acknowledged deliveries that may wait before the shop slows down (a fifth of the events, at most 2000)`;

/** A short campaign has to last long enough for kills to fall among its deliveries. */
const LEAST_BACKLOG = 200;
const MOST_BACKLOG = 2_000;

/**
 * Reads the command line.
 * @throws RangeError naming what cannot be read
 */
export function parseCampaignOptions(values: Readonly<Record<string, string | boolean | undefined>>): CampaignOptions {
  const text = (name: string, standard: string): string => {
    const value = values[name];
    return typeof value === 'string' ? value : standard;
  };
  const whole = (name: string, standard: number): number => {
    const value = Number(text(name, String(standard)));
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} takes a whole number above zero`);
    return value;
  };
  const setup = SETUPS.find((name) => name === text('setup', 'single'));
  const events = whole('events', 2_000);
  if (setup === undefined) throw new RangeError(`--setup is one of ${SETUPS.join(', ')}`);
  const faults = parseFaults(text('faults', 'all'));
  return {
    setup,
    events,
    seed: text('seed', '1'),
    faults,
    kills: faults.includes('kills') ? parseKillsOrDefault(values.kills) : { freeze: false },
    resume: values.resume === true,
    keep: values.keep === true,
    batchSize: whole('batch', 40),
    batchesInFlight: whole('in-flight', 4),
    leaseSeconds: whole('lease', 15),
    backlog: whole('backlog', Math.min(MOST_BACKLOG, Math.max(LEAST_BACKLOG, Math.ceil(events / 5)))),
  };
}

/** The ERP simulator's rates for the chosen faults. */
export function erpRates(faults: readonly FaultName[]): Partial<Record<FaultKind, number>> {
  return Object.fromEntries(faults.flatMap((name) => (ERP_RATES[name] === undefined ? [] : [ERP_RATES[name]])));
}

function parseKillsOrDefault(value: string | boolean | undefined): KillSchedule {
  return typeof value === 'string' ? parseKills(value) : DEFAULT_KILLS;
}

function parseFaults(text: string): readonly FaultName[] {
  if (text === 'all') return FAULTS;
  if (text === 'none') return [];
  return text.split(',').map((word) => {
    const known = FAULTS.find((name) => name === word.trim());
    if (known === undefined) throw new RangeError(`"${word}" is no fault: ${FAULTS.join(', ')}`);
    return known;
  });
}
