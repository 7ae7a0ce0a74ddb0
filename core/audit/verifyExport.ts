import type { KeyObject } from 'node:crypto';
import { parseCheckpoint, parseOrigin, type Checkpoint } from './checkpoint';
import type { ExportHeader } from './exportFormat';
import { KEY_ROTATED, KeyRing } from './keys';
import { NO_ROW, readHeader, readRow, readTrailer } from './readExport';
import { genesisHash, type LogRow } from './row';
import { RightEdge, subtreesOf } from './tree';

/** Type of the row that holds a checkpoint of all rows before it. */
export const CHECKPOINT_ROW = 'audit.checkpoint';

/** A row that is whole, but that a reader should look at. */
export interface Anomaly {
  readonly seq: number;
  readonly kind: 'clock-backwards';
  /** By how much the wall clock stands behind the row before, milliseconds. */
  readonly byMs: number;
}

export interface VerifyReport {
  readonly ok: boolean;
  /** What is wrong, in one sentence; absent when nothing is. */
  readonly problem?: string;
  /** First sequence number that is wrong or that nothing vouches for. */
  readonly firstBadSeq?: number;
  /** Line of the file that it was noticed at, from 1. */
  readonly line?: number;
  readonly origin?: string;
  readonly from?: number;
  readonly to?: number;
  /** Rows read and found whole. */
  readonly rows: number;
  /** Rows that the checkpoint covers, and its root in hexadecimal. */
  readonly size?: number;
  readonly root?: string;
  /** Fingerprint of the key that signed. */
  readonly signedBy?: string;
  /** Checkpoints inside the log whose signature and root were found right. */
  readonly checkpoints: number;
  /** The first hundred; `anomalyCount` counts all. */
  readonly anomalies: readonly Anomaly[];
  readonly anomalyCount: number;
}

export interface VerifyOptions {
  /** Keys that are trusted; changes of the key inside the log are followed. */
  readonly publicKeys: readonly KeyObject[];
  /** A checkpoint kept elsewhere: the export must contain the log that it covers. */
  readonly outside?: string;
}

const MAX_ANOMALIES = 100;

class Bad extends Error {
  constructor(
    readonly seq: number,
    problem: string,
  ) {
    super(problem);
  }
}

/**
 * Checks an export line by line, with memory that does not grow with its length. It needs the lines and a public key, nothing else.
 *
 * Checkpoints inside the log are checked as well. So where the whole chain was made anew without the key, the report names the first
 * row that no signature vouches for.
 */
export class ExportVerifier {
  private readonly keys: KeyRing;
  private readonly outside: Checkpoint | undefined;
  private readonly unsigned: Checkpoint[] = [];
  private readonly anomalies: Anomaly[] = [];
  private anomalyCount = 0;
  private lineNumber = 0;
  private rows = 0;
  private checkpoints = 0;
  private vouched = 0;
  private vouchedBeforeOutside = 0;
  private generation = 1;
  private header: ExportHeader | undefined;
  private logId = '';
  private edge = new RightEdge();
  private previous: LogRow | undefined;
  private outsideRoot: Buffer | undefined;
  private final: { readonly checkpoint: Checkpoint; readonly signedBy: string } | undefined;
  private bad: Bad | undefined;

  /** @throws Error when the outside checkpoint is not one */
  constructor(options: VerifyOptions) {
    this.keys = new KeyRing(options.publicKeys);
    if (options.outside === undefined) return;
    const outside = parseCheckpoint(options.outside);
    if (typeof outside === 'string') throw new Error(`The checkpoint cannot be read: ${outside}.`);
    this.outside = outside;
  }

  /**
   * Takes the next line, without its newline.
   * @returns false once something was found: the rest need not be read
   */
  push(line: string): boolean {
    if (this.bad === undefined) this.lineNumber++;
    return this.guard(() => {
      if (this.header === undefined) this.takeHeader(line);
      else if (this.nextSeq() <= this.header.to) this.takeRow(line, this.nextSeq());
      else this.takeTrailer(line, this.header);
    });
  }

  /** Ends the file. @param problem what stopped the reading: bytes that are not UTF-8, a last line without its end … */
  end(problem?: string): VerifyReport {
    this.guard(() => {
      if (problem !== undefined) throw new Bad(this.nextSeq(), problem);
      if (this.final === undefined) throw new Bad(this.nextSeq(), 'the file ends here: rows or the checkpoint are missing');
      this.compareWithOutside(this.final.checkpoint);
    });
    return this.report();
  }

  private guard(work: () => void): boolean {
    if (this.bad !== undefined) return false;
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof Bad)) throw error;
      this.bad = error;
      return false;
    }
  }

  private nextSeq(): number {
    return (this.header?.from ?? 1) + this.rows;
  }

  private takeHeader(line: string): void {
    const read = readHeader(line);
    if (!read.ok) throw new Bad(1, read.problem);
    const { origin, before, from } = read.value;
    this.header = read.value;
    this.logId = parseOrigin(origin)?.logId ?? '';
    this.edge = new RightEdge(
      from - 1,
      before.map((hash) => Buffer.from(hash, 'hex')),
    );
    this.vouched = from - 1;
    this.vouchedBeforeOutside = from - 1;
    this.noteOutsideRoot();
  }

  private takeRow(line: string, expected: number): void {
    const read = readRow(line);
    if (!read.ok) throw new Bad(expected, read.problem === NO_ROW ? `row ${expected} is missing` : read.problem);
    const row = read.value;
    if (row.seq !== expected) throw new Bad(expected, `row ${expected} is missing; row ${row.seq} stands in its place`);
    const before = this.previous?.hash ?? (expected === 1 ? genesisHash(this.logId).toString('hex') : undefined);
    if (before !== undefined && row.prevHash !== before) throw new Bad(expected, 'the row does not follow the row before it');
    if (row.type === CHECKPOINT_ROW) this.takeCheckpointRow(row);
    if (row.type === KEY_ROTATED) this.takeRotation(row);
    this.noteClock(row);
    this.edge.append(Buffer.from(row.hash, 'hex'));
    this.previous = row;
    this.rows++;
    this.noteOutsideRoot();
  }

  private takeCheckpointRow({ seq, body }: LogRow): void {
    const checkpoint = typeof body.checkpoint === 'string' ? parseCheckpoint(body.checkpoint) : 'it is missing';
    if (typeof checkpoint === 'string') throw new Bad(seq, `the checkpoint in the row cannot be read: ${checkpoint}`);
    const origin = parseOrigin(checkpoint.origin);
    if (origin?.logId !== this.logId || origin.generation < this.generation || checkpoint.size !== seq - 1) {
      throw new Bad(seq, 'the checkpoint in the row is not one of the rows before it');
    }
    this.generation = origin.generation;
    if (!checkpoint.root.equals(this.edge.root()))
      throw this.unvouched('a row up to here was changed: the tree has another root than the checkpoint');
    if (this.keys.signerOf(checkpoint) === undefined) {
      this.unsigned.push(checkpoint); // perhaps by a key that a later change of the key vouches for
      return;
    }
    this.vouch(checkpoint);
  }

  private vouch({ size }: Checkpoint): void {
    this.checkpoints++;
    if (this.unsigned.length > 0) return;
    this.vouched = size;
    if (size < (this.outside?.size ?? 0)) this.vouchedBeforeOutside = size;
  }

  private takeRotation({ seq, body }: LogRow): void {
    const problem = this.keys.rotate(this.logId, seq, body);
    if (problem !== undefined) throw new Bad(seq, problem);
    const waiting = this.unsigned.splice(0);
    for (const checkpoint of waiting) {
      if (this.keys.signerOf(checkpoint) === undefined) this.unsigned.push(checkpoint);
      else this.vouch(checkpoint);
    }
  }

  private noteClock(row: LogRow): void {
    const before = this.previous === undefined ? Number.NaN : Date.parse(this.previous.tsWall);
    const byMs = before - Date.parse(row.tsWall);
    if (!(byMs > 0)) return;
    this.anomalyCount++;
    if (this.anomalies.length < MAX_ANOMALIES) this.anomalies.push({ seq: row.seq, kind: 'clock-backwards', byMs });
  }

  private takeTrailer(line: string, header: ExportHeader): void {
    if (this.final !== undefined) throw new Bad(this.nextSeq(), 'the file goes on behind its last line');
    const read = readTrailer(line, header);
    if (!read.ok && readRow(line).ok) throw new Bad(this.nextSeq(), `a row stands behind row ${header.to}, the last one`);
    if (!read.ok) throw this.unvouched(read.problem);
    for (const [index, { level }] of subtreesOf(header.to, header.size).entries()) {
      this.edge.add(level, Buffer.from(read.value.after[index] as string, 'hex'));
    }
    this.noteOutsideRoot();
    const checkpoint = parseCheckpoint(read.value.checkpoint);
    if (typeof checkpoint === 'string') throw this.unvouched(`the checkpoint cannot be read: ${checkpoint}`);
    if (checkpoint.origin !== header.origin) throw this.unvouched('the checkpoint is one of another log');
    if (checkpoint.size !== header.size)
      throw this.unvouched(`the checkpoint covers ${checkpoint.size} rows, the export says ${header.size}`);
    const signedBy = this.keys.signerOf(checkpoint);
    if (signedBy === undefined) throw this.unvouched('the checkpoint is not signed by the given key');
    if (!checkpoint.root.equals(this.edge.root()))
      throw this.unvouched('a row was changed: the tree has another root than the signed checkpoint');
    const [unsigned] = this.unsigned;
    if (unsigned !== undefined)
      throw this.unvouched(`the checkpoint in row ${unsigned.size + 1} is not signed by a key that is trusted`);
    this.final = { checkpoint, signedBy };
  }

  private unvouched(problem: string): Bad {
    return new Bad(this.vouched + 1, problem);
  }

  private noteOutsideRoot(): void {
    if (this.outside !== undefined && this.edge.size === this.outside.size) this.outsideRoot = this.edge.root();
  }

  private compareWithOutside({ size }: Checkpoint): void {
    const { outside } = this;
    if (outside === undefined) return;
    if (parseOrigin(outside.origin)?.logId !== this.logId)
      throw new Bad(this.header?.from ?? 1, 'the outside checkpoint is one of another log');
    if (this.keys.signerOf(outside) === undefined)
      throw new Bad(this.header?.from ?? 1, 'the outside checkpoint is not signed by the given key');
    if (outside.size > size) {
      throw new Bad(
        size + 1,
        `rows ${size + 1} to ${outside.size}, which the outside checkpoint covers, are gone: the log was cut or set back`,
      );
    }
    if (this.outsideRoot === undefined) {
      throw new Bad(
        this.header?.from ?? 1,
        `the export does not hold what is needed to compare it with a checkpoint of ${outside.size} rows: export from row 1`,
      );
    }
    if (!this.outsideRoot.equals(outside.root)) {
      throw new Bad(
        this.vouchedBeforeOutside + 1,
        `the first ${outside.size} rows are not those that the outside checkpoint covers: the log was made anew or forked`,
      );
    }
  }

  private report(): VerifyReport {
    const { header, bad, final } = this;
    return {
      ok: bad === undefined,
      ...(bad === undefined ? {} : { problem: bad.message, firstBadSeq: bad.seq, line: this.lineNumber }),
      ...(header === undefined ? {} : { origin: header.origin, from: header.from, to: header.to, size: header.size }),
      rows: this.rows,
      ...(final === undefined ? {} : { root: final.checkpoint.root.toString('hex'), signedBy: final.signedBy }),
      checkpoints: this.checkpoints,
      anomalies: this.anomalies,
      anomalyCount: this.anomalyCount,
    };
  }
}
