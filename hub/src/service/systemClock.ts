import type { Clock } from '../contract';

/** The clock of the machine. */
export const systemClock: Clock = { now: () => Date.now() };
