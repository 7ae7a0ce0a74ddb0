export interface DrainOptions {
  readonly backlog: () => Promise<number | undefined>;
  /** Resolves with the backlog that is left when it has come down to this. */
  readonly downTo: number;
  /** Gives up when the backlog has not changed for so long. */
  readonly patienceMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Waits until the chain has worked its backlog off. @returns what is left: more than wanted when nothing moved any more */
export async function drain(options: DrainOptions): Promise<number> {
  let last: number | undefined;
  let changedAtMs = options.now();
  for (;;) {
    const left = await options.backlog();
    if (left !== undefined && left <= options.downTo) return left;
    if (left !== undefined && left !== last) {
      last = left;
      changedAtMs = options.now();
    }
    if (options.now() - changedAtMs > options.patienceMs) return last ?? Number.POSITIVE_INFINITY;
    await options.sleep(500);
  }
}
