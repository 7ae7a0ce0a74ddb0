import { canonicalJson } from './canonicalJson';
import { ROW_COLUMNS, type LogRow } from './row';

/** Version of the export's form. */
export const EXPORT_FORMAT = 'medsupply-log-export/1';
/** How rows are hashed, how the tree is made, how checkpoints are signed. */
export const EXPORT_ALGORITHM = 'sha256, rfc6962, ed25519';

/** First line of an export. Nothing in it goes unchecked, so nothing in it can be changed unseen. */
export interface ExportHeader {
  readonly format: typeof EXPORT_FORMAT;
  readonly algorithm: typeof EXPORT_ALGORITHM;
  readonly columns: readonly string[];
  readonly origin: string;
  /** First and last sequence number in the file. */
  readonly from: number;
  readonly to: number;
  /** Rows that the checkpoint covers. */
  readonly size: number;
  /** Right edge of the tree of the rows before `from`, hexadecimal: with `after` the proof that the rows are in the log. */
  readonly before: readonly string[];
}

/** Last line of an export. */
export interface ExportTrailer {
  /** Subtrees of the rows behind `to` that the checkpoint covers, left to right, hexadecimal. */
  readonly after: readonly string[];
  /** The signed note. */
  readonly checkpoint: string;
}

/** A row as the store holds it: texts, as they are, also where somebody has changed them. Hashes are hexadecimal. */
export type StoredRow = Readonly<Record<(typeof ROW_COLUMNS)[number], string | null>>;

export function headerLine(header: Pick<ExportHeader, 'origin' | 'from' | 'to' | 'size' | 'before'>): string {
  return canonicalJson({ format: EXPORT_FORMAT, algorithm: EXPORT_ALGORITHM, columns: ROW_COLUMNS, ...header });
}

export function trailerLine(trailer: ExportTrailer): string {
  return canonicalJson(trailer);
}

/**
 * One row as one line. What does not have the form that the log writes goes out as text: the export shows the store as it is, and the
 * verifier finds it.
 */
export function rowLine(row: StoredRow): string {
  return composeLine(
    { ...row, seq: numberOrText(row.seq), tsMono: numberOrText(row.tsMono) },
    jsonOrText(row.body),
    jsonOrText(row.personal),
  );
}

/** The canonical line of a row from its parts; `body` and `personal` are JSON already. */
export function composeLine(
  row: Readonly<Record<Exclude<keyof LogRow, 'body' | 'personal'>, string | number | null>>,
  body: string,
  personal: string,
): string {
  const text = JSON.stringify;
  // The members stand in the order of their names, as canonical JSON has them.
  return (
    `{"actorId":${text(row.actorId)},"actorKind":${text(row.actorKind)},"actorVia":${text(row.actorVia)},"body":${body},` +
    `"bodyHash":${text(row.bodyHash)},"hash":${text(row.hash)},"objectId":${text(row.objectId)},"objectKind":${text(row.objectKind)},` +
    `"objectVersion":${text(row.objectVersion)},"personal":${personal},"prevHash":${text(row.prevHash)},` +
    `"process":${text(row.process)},"seq":${text(row.seq)},"tsMono":${text(row.tsMono)},"tsWall":${text(row.tsWall)},"type":${text(row.type)}}`
  );
}

function numberOrText(value: string | null): number | string | null {
  return value !== null && /^(?:0|[1-9]\d{0,15})$/.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function jsonOrText(value: string | null): string {
  if (value === null) return 'null';
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && canonicalJson(parsed) === value) return value;
  } catch {
    // not JSON any more: shown as the text that it is
  }
  return JSON.stringify(value);
}
