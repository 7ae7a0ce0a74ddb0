/** What is learnt of how often a source speaks. */
export interface Rhythm {
  readonly lastDeliveryAtMs: number;
  /** Mean gap between deliveries; the last few dozen count most. */
  readonly usualGapMs: number;
  /** The longest gap of late: nights and weekends. It fades with time. */
  readonly longestGapMs: number;
  readonly deliveries: number;
}

/** Deliveries since the rhythm was written down last. */
export interface Spell {
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

/** How much a new gap counts against what is known. */
const NEW_GAP_WEIGHT = 0.1;
/** A long gap counts half after a week without one like it. */
const LONGEST_HALF_LIFE_MS = 7 * 24 * 60 * 60 * 1000;
/** Fewer deliveries are no rhythm yet. */
const LEARNT_AFTER = 10;
const USUAL_GAPS = 6;
const LONGEST_GAPS = 1.5;

/** The rhythm after further deliveries. Deliveries that two replicas took at the same time may come in any order. */
export function learn(rhythm: Rhythm | undefined, spell: Spell): Rhythm {
  if (rhythm === undefined) {
    const gapMs = spell.count > 1 ? (spell.lastAtMs - spell.firstAtMs) / (spell.count - 1) : 0;
    return { lastDeliveryAtMs: spell.lastAtMs, usualGapMs: Math.round(gapMs), longestGapMs: 0, deliveries: spell.count };
  }
  const sinceLastMs = Math.max(0, spell.lastAtMs - rhythm.lastDeliveryAtMs);
  const pauseMs = Math.max(0, spell.firstAtMs - rhythm.lastDeliveryAtMs);
  const meanGapMs = sinceLastMs / spell.count;
  const weight = rhythm.deliveries < 2 ? 1 : 1 - (1 - NEW_GAP_WEIGHT) ** spell.count;
  const fadedMs = rhythm.longestGapMs * 0.5 ** (sinceLastMs / LONGEST_HALF_LIFE_MS);
  return {
    lastDeliveryAtMs: Math.max(rhythm.lastDeliveryAtMs, spell.lastAtMs),
    usualGapMs: Math.round(rhythm.usualGapMs + weight * (meanGapMs - rhythm.usualGapMs)),
    longestGapMs: Math.round(Math.max(pauseMs, fadedMs)),
    deliveries: rhythm.deliveries + spell.count,
  };
}

/**
 * How long a source may be silent before somebody should look: six usual gaps, or half as long again as its longest pause of late,
 * so that a shop that sleeps at night is no alarm every night.
 *
 * @param minimumMs the shortest silence that is worth a word
 * @returns `undefined` while the source has no rhythm yet
 */
export function silenceLimitMs(rhythm: Rhythm, minimumMs: number): number | undefined {
  if (rhythm.deliveries < LEARNT_AFTER) return undefined;
  return Math.max(minimumMs, USUAL_GAPS * rhythm.usualGapMs, LONGEST_GAPS * rhythm.longestGapMs);
}
