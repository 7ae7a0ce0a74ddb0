import { createPrivateKey, createPublicKey } from 'node:crypto';
import {
  isSignedBy,
  noteKeyHash,
  originOf,
  parseCheckpoint,
  parseNote,
  parseOrigin,
  sha256,
  signCheckpoint,
  signNote,
  type Checkpoint,
} from '../../../core/audit';
import { makeKey, ORIGIN } from './support/log';

const key = makeKey();
const root = sha256('root');
const sign = (size = 3) => signCheckpoint({ origin: ORIGIN, size, root }, key.privateKey, key.publicKey);

test('a checkpoint is three lines, a blank line and a signature line', () => {
  expect(sign().split('\n')).toEqual([
    ORIGIN,
    '3',
    root.toString('base64'),
    '',
    expect.stringMatching(new RegExp(`^— ${ORIGIN.replaceAll('.', '\\.')} [A-Za-z0-9+/]{91}=$`)) as string,
    '',
  ]);
});

test('what was signed is read back and its signature holds', () => {
  const checkpoint = parseCheckpoint(sign()) as Checkpoint;
  expect(checkpoint).toMatchObject({ origin: ORIGIN, size: 3, root });
  expect(isSignedBy(checkpoint.note, ORIGIN, key.publicKey)).toBe(true);
  expect(isSignedBy(checkpoint.note, ORIGIN, makeKey().publicKey)).toBe(false);
  expect(isSignedBy(checkpoint.note, originOf('0'.repeat(32), 1), key.publicKey)).toBe(false);
});

test('signatures of unknown keys, as witnesses add them, do no harm', () => {
  const witness = makeKey();
  const cosigned = sign() + signNote('x\n', 'witness.example', witness.privateKey, witness.publicKey).slice(3);
  const note = parseNote(cosigned);
  expect(note?.signatures.map(({ name }) => name)).toEqual([ORIGIN, 'witness.example']);
  expect(note !== undefined && isSignedBy(note, ORIGIN, key.publicKey)).toBe(true);
});

test('the key hash is the one of the specification', () => {
  // The example key of https://c2sp.org/signed-note: example.com/foo+7dd4ba66+AQAAgQ…
  const seed = Buffer.from('302e020100300506032b657004220420'.concat('01'.repeat(32)), 'hex');
  const publicKey = createPublicKey(createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' }));
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  expect(noteKeyHash('example.com/foo', publicKey)).toBe(
    sha256(Buffer.concat([Buffer.from('example.com/foo\n'), Buffer.from([1]), raw]))
      .toString('hex')
      .slice(0, 8),
  );
});

test.each([
  ['no signature', (note: string) => note.slice(0, note.indexOf('\n\n') + 2)],
  ['no blank line', (note: string) => note.replace('\n\n', '\n')],
  ['no newline at the end', (note: string) => note.slice(0, -1)],
  ['Windows line ends', (note: string) => note.replaceAll('\n', '\r\n')],
  ['base64 with other spare bits', (note: string) => note.replace(/.=\n$/, (end) => `${end.startsWith('B') ? 'C' : 'B'}=\n`)],
  ['base64 without padding', (note: string) => note.replace(/=\n$/, '\n')],
  ['a line that is not a signature', (note: string) => `${note}hello\n`],
])('a note with %s is not a note', (_what, damage) => {
  expect(typeof parseCheckpoint(damage(sign()))).toBe('string');
});

test.each([
  ['0', 'covers no row'],
  ['03', 'leading zeros'],
  ['-3', 'leading zeros'],
  ['3.0', 'leading zeros'],
  ['99999999999999999', 'leading zeros'],
])('size %s is refused', (size, reason) => {
  expect(parseCheckpoint(sign().replace('\n3\n', `\n${size}\n`))).toContain(reason);
});

test('other origins, short roots and extension lines are refused', () => {
  expect(parseCheckpoint(sign().replaceAll('medsupply.dev', 'example.com'))).toContain('not the name of a log');
  expect(parseCheckpoint(sign().replace(root.toString('base64'), 'AAAA'))).toContain('32 bytes');
  expect(parseCheckpoint(sign().replace('\n\n', '\nextension\n\n'))).toContain('never writes');
});

test('an empty log is not signed', () => {
  expect(() => sign(0)).toThrow(RangeError);
});

test('the name of a log carries its generation', () => {
  const id = 'f'.repeat(32);
  expect(parseOrigin(originOf(id, 1))).toEqual({ logId: id, generation: 1 });
  expect(parseOrigin(originOf(id, 12))).toEqual({ logId: id, generation: 12 });
  for (const wrong of [`${originOf(id, 1)}.1`, `${originOf(id, 1)}.02`, originOf('f', 1)])
    expect(parseOrigin(wrong)).toBeUndefined();
});
