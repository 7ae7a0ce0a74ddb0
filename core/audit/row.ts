import { lengthPrefixed, sha256 } from './digest';

/** Domain tag and version of the row hash; another form of row gets another tag. */
export const LOG_TAG = 'medsupply-log/1';

/** Columns of a row as the export names them, in the order in which they are hashed; `hash` itself stands last. */
export const ROW_COLUMNS = [
  'seq',
  'tsWall',
  'tsMono',
  'process',
  'actorKind',
  'actorId',
  'actorVia',
  'type',
  'objectKind',
  'objectId',
  'objectVersion',
  'body',
  'bodyHash',
  'personal',
  'prevHash',
  'hash',
] as const;

/** What the hash of a row covers: every column; the body through its own hash. */
export interface HashedColumns {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** UTC, RFC 3339 with milliseconds: as the machine's clock said, which can be wrong. */
  readonly tsWall: string;
  /** Microseconds on the clock of the process that wrote the row; comparable within one `process` only. */
  readonly tsMono: number;
  /** Id of one run of one hub process. */
  readonly process: string;
  readonly actorKind: string;
  readonly actorId: string;
  /** Workflow, execution and node, where a node acted. */
  readonly actorVia: string | null;
  readonly type: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly objectVersion: string | null;
  /** SHA-256 of the body's canonical JSON, hexadecimal. */
  readonly bodyHash: string;
  /** Canonical JSON of the personal fields' salted hashes by name. */
  readonly personalText: string;
  /** Hash of the row before, hexadecimal; of the first row {@link genesisHash}. */
  readonly prevHash: string;
}

/** A row as people and programs read it. */
export interface LogRow extends Omit<HashedColumns, 'personalText'> {
  /** Facts, without secrets and personal values. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Salted hash of each personal value, hexadecimal, by field. */
  readonly personal: Readonly<Record<string, string>>;
  readonly hash: string;
}

/** Hash of a row: SHA-256 over the tag and every column, each with its length before it. */
export function rowHash(row: HashedColumns): Buffer {
  return sha256(
    lengthPrefixed([
      LOG_TAG,
      String(row.seq),
      row.tsWall,
      String(row.tsMono),
      row.process,
      row.actorKind,
      row.actorId,
      row.actorVia,
      row.type,
      row.objectKind,
      row.objectId,
      row.objectVersion,
      row.bodyHash,
      row.personalText,
      row.prevHash,
    ]),
  );
}

/** What the first row points back to: binds the chain to its log, so that rows of one cannot be shown as rows of another. */
export function genesisHash(logId: string): Buffer {
  return sha256(lengthPrefixed([LOG_TAG, 'genesis', logId]));
}

/** Salted hash of a personal value. Without the salt it says nothing, so erasing value and salt leaves a number without meaning. */
export function personalHash(salt: Uint8Array, field: string, value: string): string {
  return sha256(lengthPrefixed(['medsupply-personal/1', Buffer.from(salt).toString('hex'), field, value])).toString('hex');
}
