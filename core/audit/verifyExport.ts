import type { KeyObject } from 'node:crypto';
import { parseCheckpoint, parseOrigin, type Checkpoint } from './checkpoint';
import type { ExportHeader } from './exportFormat';
import { KEY_ROTATED, KeyRing } from './keys';
import { OutsideCheckpoint } from './outsideCheckpoint';
import { NO_ROW, readHeader, readRow, readTrailer } from './readExport';
import { genesisHash, type LogRow } from './row';
import { RightEdge, subtreesOf } from './tree';
import type { Anomaly, VerifyReport } from './verifyReport';

/** Type of the row that holds a checkpoint of all rows before it. */
export const CHECKPOINT_ROW = 'audit.checkpoint';

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
  private readonly outside: OutsideCheckpoint | undefined;
  private readonly unsigned: Checkpoint[] = [];
  private readonly anomalies: Anomaly[] = [];
  private anomalyCount = 0;
  private lineNumber = 0;
  private rows = 0;
  private checkpoints = 0;
  private vouched = 0;
  private generation = 1;
  private header: ExportHeader | undefined;
  private logId = '';
  private edge = new RightEdge();
  private previous: LogRow | undefined;
  private final: { readonly checkpoint: Checkpoint; readonly signedBy: string } | undefined;
  private bad: Bad | undefined;

  /** @throws Error when the outside checkpoint is not one */
  constructor(options: VerifyOptions) {
    this.keys = new KeyRing(options.publicKeys);
    if (options.outside !== undefined) this.outside = new OutsideCheckpoint(options.outside);
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
      const { from = 1 } = this.header ?? {};
      const found = this.outside?.compare({ logId: this.logId, from, size: this.final.checkpoint.size, keys: this.keys });
      if (found !== undefined) throw new Bad(found.seq, found.problem);
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
    this.outside?.vouch(from - 1);
    this.outside?.see(this.edge);
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
    this.outside?.see(this.edge);
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
    this.outside?.vouch(size);
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
    this.outside?.see(this.edge);
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
