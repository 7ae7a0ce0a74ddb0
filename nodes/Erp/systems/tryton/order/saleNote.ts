import { createHash } from 'node:crypto';
import { compareVersions } from '../../../../../core/keys';

/**
 * What the connector leaves in the notes of a sale's lines: which version of the order stands there, and how to tell whether the
 * order or somebody in the ERP has changed since. The lines' notes are written together with the lines, in one transaction; they
 * are not printed on any document, and the sale's own comment and description stay free for people.
 */
export interface SaleNote {
  readonly version: string;
  /** Digest of the order as it was written. */
  readonly content: string;
  /** Digest of the comment as it was written; absent when none was. */
  readonly comment?: string;
  /** The order was cancelled at its source in this version. */
  readonly cancelled: boolean;
}

const FIRST_LINE = /^medsupply version (\S+)$/m;
const CONTENT = /^content ([0-9a-f]{16})$/m;
const COMMENT = /^comment ([0-9a-f]{16})$/m;
const CANCELLED = /^cancelled$/m;
/** Hexadecimal digits of the digests: enough to tell two states of one order apart. */
export const DIGEST_DIGITS = 16;

/** The note as text. Blanks in a version are encoded, so that it stays one word. */
export function formatNote({ version, content, comment, cancelled }: SaleNote): string {
  const lines = [`medsupply version ${encodeURI(version)}`, `content ${content}`];
  if (comment !== undefined) lines.push(`comment ${comment}`);
  if (cancelled) lines.push('cancelled');
  return lines.join('\n');
}

/** The note of a sale, from those of its lines: the newest, because somebody may have copied a line from elsewhere. */
export function readNote(texts: readonly (string | undefined)[]): SaleNote | undefined {
  return texts
    .map(parseNote)
    .filter((note) => note !== undefined)
    .sort((one, other) => compareVersions(other.version, one.version))[0];
}

function parseNote(text: string | undefined): SaleNote | undefined {
  const version = decoded(FIRST_LINE.exec(text ?? '')?.[1]);
  if (text === undefined || version === undefined) return undefined;
  return {
    version,
    content: CONTENT.exec(text)?.[1] ?? '',
    comment: COMMENT.exec(text)?.[1],
    cancelled: CANCELLED.test(text),
  };
}

/** Somebody may have changed the text by hand: what cannot be read is no version. */
function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURI(text);
  } catch {
    return undefined;
  }
}

/** Short digest by which two texts are told apart; it shows neither of them. */
export function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, DIGEST_DIGITS);
}
