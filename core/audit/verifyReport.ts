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
