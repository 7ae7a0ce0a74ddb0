import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';

/**
 * A second verifier, written from the description in docs/audit.md with nothing of `core/audit`: slow, in memory, one key, whole exports
 * only. Two programs that share no code and agree on thousands of broken files are worth more than either.
 */
export function verifyNaively(text: string, publicKey: KeyObject): { readonly ok: boolean; readonly firstBadSeq?: number } {
  const lines = text.split('\n');
  if (lines.pop() !== '') return { ok: false, firstBadSeq: Math.max(1, lines.length - 1) };
  const [first = '', ...others] = lines;
  const last = others.pop() ?? '';
  const header = parse(first);
  const origin = header?.['origin'];
  if (header === undefined || typeof origin !== 'string' || !isHeader(header)) return { ok: false, firstBadSeq: 1 };
  const logId = origin.slice('medsupply.dev/log/'.length);
  const leaves: Buffer[] = [];
  let previous = digest(prefixed(['medsupply-log/1', 'genesis', logId])).toString('hex');
  let vouched = 0;
  for (let seq = 1; seq <= Number(header['to']); seq++) {
    const row = parse(others[seq - 1] ?? '');
    const hash = row === undefined ? undefined : hashOfRow(row);
    if (row === undefined || row['seq'] !== seq || row['prevHash'] !== previous || hash === undefined || hash !== row['hash']) {
      return { ok: false, firstBadSeq: seq };
    }
    if (row['type'] === 'audit.checkpoint') {
      const note = (row['body'] as { checkpoint?: unknown }).checkpoint;
      if (typeof note !== 'string' || sizeOf(note) !== seq - 1) return { ok: false, firstBadSeq: seq };
      if (!signs(note, origin, leaves, publicKey)) return { ok: false, firstBadSeq: vouched + 1 };
      vouched = seq - 1;
    }
    previous = String(row['hash']);
    leaves.push(digest(Buffer.concat([Buffer.from([0]), Buffer.from(previous, 'hex')])));
  }
  if (others.length > leaves.length) return { ok: false, firstBadSeq: leaves.length + 1 };
  const trailer = parse(last);
  const note = trailer?.['checkpoint'];
  const isTrailer =
    typeof note === 'string' && Object.keys(trailer ?? {}).length === 2 && JSON.stringify(trailer?.['after']) === '[]';
  if (!isTrailer || sizeOf(note) !== leaves.length || !signs(note, origin, leaves, publicKey))
    return { ok: false, firstBadSeq: vouched + 1 };
  return { ok: true };
}

type Json = Record<string, unknown>;
const COLUMNS =
  'seq tsWall tsMono process actorKind actorId actorVia type objectKind objectId objectVersion body bodyHash personal prevHash hash'.split(
    ' ',
  );

function isHeader(header: Json): boolean {
  const size = header['size'];
  const wanted = {
    algorithm: 'sha256, rfc6962, ed25519',
    before: [],
    columns: COLUMNS,
    format: 'medsupply-log-export/1',
    from: 1,
    origin: header['origin'],
    size,
    to: size,
  };
  const isName = /^medsupply\.dev\/log\/[0-9a-f]{32}$/.test(String(header['origin']));
  return isName && Number.isInteger(size) && JSON.stringify(header) === JSON.stringify(wanted);
}

/** An object, if the text is its canonical form. */
function parse(line: string): Json | undefined {
  try {
    const value = JSON.parse(line) as Json;
    return canonical(value) === line ? value : undefined;
  } catch {
    return undefined;
  }
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

function hashOfRow(row: Json): string | undefined {
  if (Object.keys(row).sort().join() !== [...COLUMNS].sort().join()) return undefined;
  if (digest(canonical(row['body'])).toString('hex') !== row['bodyHash']) return undefined;
  if (typeof row['body'] !== 'object' || row['body'] === null || typeof row['personal'] !== 'object') return undefined;
  const columns = COLUMNS.filter((name) => name !== 'body' && name !== 'hash').map((name) => {
    if (name === 'personal') return canonical(row[name]);
    const value = row[name];
    return value === null ? null : String(value);
  });
  return digest(prefixed(['medsupply-log/1', ...columns])).toString('hex');
}

function prefixed(fields: readonly (string | null)[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const bytes = Buffer.from(field ?? '', 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(field === null ? 0xffffffff : bytes.length);
      return [length, bytes];
    }),
  );
}

export function naiveRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] as Buffer;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return digest(Buffer.concat([Buffer.from([1]), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split))]));
}

export function digest(bytes: string | Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function sizeOf(note: string): number {
  return Number(note.split('\n')[1]);
}

function signs(note: string, origin: string, leaves: readonly Buffer[], publicKey: KeyObject): boolean {
  const wanted = `${origin}\n${leaves.length}\n${naiveRoot(leaves).toString('base64')}\n`;
  const raw = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' }))
    .export({ format: 'der', type: 'spki' })
    .subarray(-32);
  const keyHash = digest(Buffer.concat([Buffer.from(`${origin}\n`), Buffer.from([1]), raw])).subarray(0, 4);
  const [, signature = ''] = /^\n— \S+ (\S+)\n$/.exec(note.slice(wanted.length)) ?? [];
  const bytes = Buffer.from(signature, 'base64');
  const isPlain = note.startsWith(wanted) && note === `${wanted}\n— ${origin} ${bytes.toString('base64')}\n`;
  return isPlain && bytes.subarray(0, 4).equals(keyHash) && verify(null, Buffer.from(wanted), publicKey, bytes.subarray(4));
}
