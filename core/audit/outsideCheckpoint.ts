import { parseCheckpoint, parseOrigin, type Checkpoint } from './checkpoint';
import type { KeyRing } from './keys';
import type { RightEdge } from './tree';

/** What is wrong, and from which row on nothing vouches for the log. */
export interface OutsideFinding {
  readonly seq: number;
  readonly problem: string;
}

/** A checkpoint that was kept elsewhere, held against an export while that is read. */
export class OutsideCheckpoint {
  private readonly checkpoint: Checkpoint;
  private root: Buffer | undefined;
  private vouched = 0;

  /** @throws Error when the text is not a checkpoint */
  constructor(note: string) {
    const checkpoint = parseCheckpoint(note);
    if (typeof checkpoint === 'string') throw new Error(`The checkpoint cannot be read: ${checkpoint}.`);
    this.checkpoint = checkpoint;
  }

  /** Sees the tree after every row. */
  see(edge: RightEdge): void {
    if (edge.size === this.checkpoint.size) this.root = edge.root();
  }

  /** Sees how far the signatures inside the log reach. */
  vouch(size: number): void {
    if (size < this.checkpoint.size) this.vouched = size;
  }

  /** @returns what is wrong once the whole export was read; `undefined` when it contains the rows of this checkpoint */
  compare(log: {
    readonly logId: string;
    readonly from: number;
    readonly size: number;
    readonly keys: KeyRing;
  }): OutsideFinding | undefined {
    const { checkpoint } = this;
    const { from, size } = log;
    if (parseOrigin(checkpoint.origin)?.logId !== log.logId)
      return { seq: from, problem: 'the outside checkpoint is one of another log' };
    if (log.keys.signerOf(checkpoint) === undefined)
      return { seq: from, problem: 'the outside checkpoint is not signed by the given key' };
    if (checkpoint.size > size) {
      const problem = `rows ${size + 1} to ${checkpoint.size}, which the outside checkpoint covers, are gone: the log was cut or set back`;
      return { seq: size + 1, problem };
    }
    if (this.root === undefined) {
      const problem = `the export does not hold what is needed to compare it with a checkpoint of ${checkpoint.size} rows: export from row 1`;
      return { seq: from, problem };
    }
    if (this.root.equals(checkpoint.root)) return undefined;
    const problem = `the first ${checkpoint.size} rows are not those that the outside checkpoint covers: the log was made anew or forked`;
    return { seq: this.vouched + 1, problem };
  }
}
