import type { Meter } from '../contract';

/** Counts nothing: for commands that serve no metrics. */
export const noMeter: Meter = { count: () => undefined, observe: () => undefined };
