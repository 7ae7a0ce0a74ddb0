import { CanonicalJsonError, canonicalJson } from './canonicalJson';
import { sha256 } from './digest';
import { EXPORT_ALGORITHM, EXPORT_FORMAT, composeLine, type ExportHeader, type ExportTrailer } from './exportFormat';
import { parseOrigin } from './checkpoint';
import { ROW_COLUMNS, rowHash, type LogRow } from './row';
import { subtreesOf } from './tree';

/** A line as it was read, or what is wrong with it. */
export type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

/** What {@link readRow} says of a line that is no row at all. */
export const NO_ROW = 'it is not a row';

const LONE_SURROGATE = /[\ud800-\udfff]/u;
const HASH = /^[0-9a-f]{64}$/;
const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isHashList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((hash) => isText(hash) && HASH.test(hash));

const problem = (text: string) => ({ ok: false, problem: text }) as const;

/** Reads the first line of an export. */
export function readHeader(line: string): Read<ExportHeader> {
  return readLine(line, (value) => headerOf(value, line));
}

/** Reads the last line of an export. */
export function readTrailer(line: string, header: ExportHeader): Read<ExportTrailer> {
  return readLine(line, (value) => trailerOf(value, line, header));
}

/** Reads a row and recomputes its hashes. */
export function readRow(line: string): Read<LogRow> {
  return readLine(line, (value) => rowOf(value, line));
}

type JsonObject = Readonly<Record<string, unknown>>;

function headerOf(value: JsonObject, line: string): Read<ExportHeader> {
  const { format, algorithm, columns, origin, from, to, size, before, ...more } = value;
  if (format !== EXPORT_FORMAT) return problem(`the file is not an export of the form ${EXPORT_FORMAT}`);
  if (algorithm !== EXPORT_ALGORITHM) return problem('the export names other algorithms');
  if (!isText(origin) || parseOrigin(origin) === undefined) return problem('the origin is not the name of a log');
  if (!isCount(from) || !isCount(to) || !isCount(size) || from < 1 || to < from || size < to) {
    return problem('the range and the size do not fit together');
  }
  if (!isHashList(before) || before.length !== subtreesOf(0, from - 1).length)
    return problem('the proof for the rows before is incomplete');
  const wanted = canonicalJson({ format, algorithm, columns: ROW_COLUMNS, origin, from, to, size, before });
  if (Object.keys(more).length > 0 || canonicalJson(columns) !== canonicalJson(ROW_COLUMNS) || wanted !== line) {
    return problem('the header does not have its canonical form');
  }
  return { ok: true, value: { format, algorithm, columns: ROW_COLUMNS, origin, from, to, size, before } };
}

function trailerOf(value: JsonObject, line: string, header: ExportHeader): Read<ExportTrailer> {
  const { after, checkpoint } = value;
  if (!isText(checkpoint)) return problem('the checkpoint is missing');
  if (!isHashList(after) || after.length !== subtreesOf(header.to, header.size).length) {
    return problem('the proof for the rows behind is incomplete');
  }
  if (canonicalJson({ after, checkpoint }) !== line) return problem('the last line does not have its canonical form');
  return { ok: true, value: { after, checkpoint } };
}

function rowOf(row: JsonObject, line: string): Read<LogRow> {
  const { body, personal } = row;
  if (!isCount(row.seq)) return problem(NO_ROW);
  if (!isObject(body)) return problem('the body is not an object in canonical form');
  if (!isObject(personal) || !Object.values(personal).every(isText))
    return problem('the personal hashes are not in canonical form');
  const texts = [row.tsWall, row.process, row.actorKind, row.actorId, row.type, row.objectKind, row.objectId];
  if (!texts.every(isText) || !isTextOrNull(row.actorVia) || !isTextOrNull(row.objectVersion) || !isCount(row.tsMono)) {
    return problem('a column does not have its type');
  }
  // Half characters have no UTF-8: two texts with different ones would have one hash.
  if (LONE_SURROGATE.test([...texts, row.actorVia, row.objectVersion].join(' ')))
    return problem('a column holds half of a character');
  const typed = row as unknown as LogRow;
  const [bodyText, personalText] = [canonicalJson(body), canonicalJson(personal)];
  if (composeLine(typed, bodyText, personalText) !== line) return problem('the line does not have its canonical form');
  if (sha256(bodyText).toString('hex') !== row.bodyHash) return problem('the body does not match its hash');
  if (rowHash({ ...typed, personalText }).toString('hex') !== row.hash)
    return problem('a column was changed: the row does not match its hash');
  return { ok: true, value: typed };
}

function readLine<Value>(line: string, read: (value: JsonObject) => Read<Value>): Read<Value> {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? read(value) : problem('the line is not a JSON object');
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof CanonicalJsonError) return problem('the line is not canonical JSON');
    throw error;
  }
}
