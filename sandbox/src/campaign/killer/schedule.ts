/** Seconds after a process was ready until it is killed: the shortest and the longest. */
export type KillRange = readonly [number, number];

/** Which processes are killed, and how often; a kind that is left out lives. */
export interface KillSchedule {
  readonly hub?: KillRange;
  readonly erp?: KillRange;
  readonly n8n?: KillRange;
  /** One n8n process is frozen past its lease, once. */
  readonly freeze: boolean;
}

export const DEFAULT_KILLS: KillSchedule = { hub: [1, 3], erp: [10, 30], n8n: [20, 60], freeze: true };

type KillKind = 'hub' | 'erp' | 'n8n';

/**
 * Reads a schedule as the command line has it: `hub=1-3,erp=10-30,n8n=20-60,freeze`, or `none`.
 * @throws RangeError naming the part that is not understood
 */
export function parseKills(text: string): KillSchedule {
  if (text.trim() === 'none') return { freeze: false };
  const ranges: Partial<Record<KillKind, KillRange>> = {};
  let freeze = false;
  for (const part of text.split(',').map((word) => word.trim())) {
    const range = /^(hub|erp|n8n)=(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(part);
    if (part === 'freeze') freeze = true;
    else if (range === null)
      throw new RangeError(`"${part}" is no part of a kill schedule: write hub=1-3,erp=10-30,n8n=20-60,freeze, or none`);
    else {
      const [, kind, shortest, longest] = range;
      if (Number(shortest) > Number(longest)) throw new RangeError(`"${part}": the shortest time comes first`);
      ranges[kind as KillKind] = [Number(shortest), Number(longest)];
    }
  }
  return { ...ranges, freeze };
}
