import { canonicalJson, headerLine, hashOfJson, KEY_ROTATED, keyRotation, originOf, trailerLine } from '../../../core/audit';
import { LOG_ID, makeKey, MemoryLog, ORIGIN, smallLog } from './support/log';
import { verifyNaively } from './support/naiveVerifier';
import { verifyLines } from './support/verify';

const key = makeKey();
const log = smallLog(key);
const whole = log.export();
const ROWS = log.size;
const verify = (lines: readonly string[], outside?: string) => verifyLines(lines, [key], outside);
const naive = (lines: readonly string[]) => verifyNaively(`${lines.join('\n')}\n`, key.publicKey);

/** Both verifiers refuse, and name the same row. */
function expectBad(lines: readonly string[], seq: number): void {
  expect(verify(lines)).toMatchObject({ ok: false, firstBadSeq: seq });
  expect(naive(lines)).toEqual({ ok: false, firstBadSeq: seq });
}

const withRows = (change: (rows: string[]) => string[]) => [whole[0] ?? '', ...change(whole.slice(1, -1)), whole.at(-1) ?? ''];
const row = (seq: number) => whole[seq] ?? '';

test('a whole export verifies, in both implementations', () => {
  expect(verify(whole)).toMatchObject({ ok: true, rows: ROWS, checkpoints: 1, anomalyCount: 0, from: 1, to: ROWS, size: ROWS });
  expect(naive(whole)).toEqual({ ok: true });
});

test('any byte of any column of any row changed is found, and the row is named', () => {
  for (let seq = 1; seq <= ROWS; seq++) {
    const bytes = Buffer.from(row(seq), 'utf8');
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [0x01, 0x20]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ flip;
        // The command refuses bytes that are not UTF-8; here they become the replacement character, which must be found as well.
        const line = changed.toString('utf8');
        if (line === row(seq) || line.includes('\n')) continue;
        expectBad(
          withRows((rows) => rows.with(seq - 1, line)),
          seq,
        );
      }
    }
  }
});

test('any byte of header and trailer changed is found', () => {
  for (const place of [0, whole.length - 1]) {
    const bytes = Buffer.from(whole[place] ?? '', 'utf8');
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [0x01, 0x20]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ flip;
        const lines = whole.with(place, changed.toString('utf8'));
        expect(verify(lines).ok).toBe(false);
        expect(naive(lines).ok).toBe(false);
      }
    }
  }
});

test.each([
  ['the first row deleted', (rows: string[]) => rows.slice(1), 1],
  ['a middle row deleted', (rows: string[]) => rows.toSpliced(2, 1), 3],
  ['the last row deleted', (rows: string[]) => rows.slice(0, -1), ROWS],
  ['two rows swapped', (rows: string[]) => rows.toSpliced(1, 2, rows[2] ?? '', rows[1] ?? ''), 2],
  ['a row inserted', (rows: string[]) => rows.toSpliced(2, 0, (rows[1] ?? '').replace('effect.done', 'effect.lost')), 3],
  ['a row written twice', (rows: string[]) => rows.toSpliced(2, 0, rows[1] ?? ''), 3],
  ['the tail cut off', (rows: string[]) => rows.slice(0, 2), 3],
  ['a row added behind the last', (rows: string[]) => [...rows, rows.at(-1) ?? ''], ROWS + 1],
])('%s is found', (_what, change, seq) => {
  expectBad(withRows(change), seq);
});

test('a file that ends in the middle is found, and the first missing row is named', () => {
  for (let kept = 0; kept <= ROWS; kept++)
    expect(verify(whole.slice(0, kept + 1))).toMatchObject({ ok: false, firstBadSeq: kept + 1 });
  expect(verify([])).toMatchObject({ ok: false, firstBadSeq: 1 });
});

test('lines behind the trailer are found', () => {
  expect(verify([...whole, '{}'])).toMatchObject({ ok: false, problem: expect.stringContaining('goes on') as string });
});

test('rows renumbered after a deletion are found', () => {
  const renumbered = whole
    .slice(1, -1)
    .toSpliced(2, 1)
    .map((line, place) => line.replace(/"seq":\d+/, `"seq":${place + 1}`));
  const header = headerLine({ origin: ORIGIN, from: 1, to: ROWS - 1, size: ROWS - 1, before: [] });
  expectBad([header, ...renumbered, whole.at(-1) ?? ''], 3);
});

test('a log made anew in every hash, without the key, is found behind the last checkpoint that still holds', () => {
  const forged = new MemoryLog(makeKey());
  for (const line of log.lines) {
    const { type, body, personal } = JSON.parse(line) as {
      type: string;
      body: Record<string, unknown>;
      personal: Record<string, string>;
    };
    forged.append({ type, body: type === 'note.call' ? { number: 1 } : body, personal });
  }
  // Rows 1 to 3 are covered by the checkpoint in row 4, which is genuine; nothing vouches for what was made anew behind it.
  forged.lines.splice(0, 4, ...log.lines.slice(0, 4));
  expect(verify(forged.export())).toMatchObject({ ok: false, firstBadSeq: 5 });
  expect(verify(forged.export(log.sign()))).toMatchObject({ ok: false, firstBadSeq: 5 });
});

test('a log made anew from a row before a checkpoint is found from the row behind the checkpoint before it', () => {
  const original = new MemoryLog(key).append({ body: { a: 1 } });
  original.checkpoint();
  original.append({ body: { a: 2 } });
  original.checkpoint();
  const forged = new MemoryLog(makeKey());
  for (const line of original.lines) {
    const { type, body } = JSON.parse(line) as { type: string; body: Record<string, unknown> };
    forged.append({ type, body: body['a'] === 2 ? { a: 3 } : body });
  }
  expect(verify(original.export())).toMatchObject({ ok: true, checkpoints: 2 });
  expect(verify(forged.export(original.sign()))).toMatchObject({ ok: false, firstBadSeq: 2 });
});

test('a checkpoint signed with another key is refused', () => {
  expectBad(log.export(log.sign(makeKey())), 4);
  expect(verifyLines(whole, [makeKey()])).toMatchObject({
    ok: false,
    problem: expect.stringContaining('not signed by the given key') as string,
  });
});

test('an old checkpoint shown as a new one is refused', () => {
  expectBad(log.export(log.notes[0]), 4);
});

test('a checkpoint of another log is refused, and so are its rows', () => {
  const other = originOf('ff'.repeat(16), 1);
  expect(verify(log.export(log.sign(key, other))).ok).toBe(false);
  const header = headerLine({ origin: other, from: 1, to: ROWS, size: ROWS, before: [] });
  expect(verify([header, ...whole.slice(1, -1), trailerLine({ after: [], checkpoint: log.sign(key, other) })])).toMatchObject({
    firstBadSeq: 1,
  });
});

test('text that is not canonical is refused: a member twice, other order, white space, half a character', () => {
  for (const damage of [
    (line: string) => line.replace('"type"', '"type":"x","type"'),
    (line: string) => line.replace(/^\{(.*),("type":"[^"]*")\}$/, '{$2,$1}'),
    (line: string) => line.replace('":', '": '),
    (line: string) => line.replace('"actorId":"n8n"', '"actorId":"\\u006e8n"'),
    (line: string) => line.replace('"actorId":"n8n"', '"actorId":"\\ud800"'),
    (line: string) => line.replace('"tsMono":5000000', '"tsMono":5000000.0'),
    (line: string) => line.replace('{', '{"__proto__":1,'),
  ]) {
    expect(damage(row(1))).not.toBe(row(1));
    expectBad(
      withRows((rows) => rows.with(0, damage(row(1)))),
      1,
    );
  }
});

describe('an outside checkpoint', () => {
  const outside = log.notes[0] as string;
  const size = 3;

  test('of an earlier or of the same size is found in the log', () => {
    expect(verify(whole, outside)).toMatchObject({ ok: true });
    expect(verify(whole, log.sign())).toMatchObject({ ok: true });
  });

  test('that covers more rows than the export shows that the log was cut or set back', () => {
    const short = new MemoryLog(key);
    for (const line of log.lines.slice(0, 2)) {
      const { type, body, personal, actorVia } = JSON.parse(line) as Record<string, never>;
      short.append({ type, body, personal, via: actorVia ?? undefined });
    }
    expect(short.lines).toEqual(log.lines.slice(0, 2));
    expect(verify(short.export())).toMatchObject({ ok: true });
    expect(verify(short.export(), outside)).toMatchObject({
      ok: false,
      firstBadSeq: size,
      problem: expect.stringContaining('gone') as string,
    });
  });

  test('shows a history that was written and signed anew', () => {
    const fork = new MemoryLog(key).append({ body: { other: true } });
    for (let more = 0; more < 6; more++) fork.append({ body: { more } });
    expect(verify(fork.export())).toMatchObject({ ok: true });
    expect(verify(fork.export(), outside)).toMatchObject({
      ok: false,
      firstBadSeq: 1,
      problem: expect.stringContaining('forked') as string,
    });
  });

  test('of one size with another root is a fork', () => {
    const fork = new MemoryLog(key);
    for (let more = 0; more < ROWS; more++) fork.append({ body: { more } });
    expect(verify(whole, fork.sign())).toMatchObject({ ok: false, problem: expect.stringContaining('forked') as string });
  });

  test('of another log or another key says nothing and is refused', () => {
    expect(verify(whole, log.sign(makeKey()))).toMatchObject({
      ok: false,
      problem: expect.stringContaining('not signed') as string,
    });
    expect(verify(whole, log.sign(key, originOf('ff'.repeat(16), 1)))).toMatchObject({
      ok: false,
      problem: expect.stringContaining('another log') as string,
    });
    expect(() => verify(whole, 'hello')).toThrow('cannot be read');
  });
});

describe('a part of a log', () => {
  const part = (from: number, to: number, before = log.edges[from - 1] ?? [], after?: readonly string[]) => [
    headerLine({ origin: ORIGIN, from, to, size: ROWS, before }),
    ...log.lines.slice(from - 1, to),
    trailerLine({ after: after ?? [], checkpoint: log.sign() }),
  ];

  test('verifies with the edge before it, up to the end', () => {
    for (let from = 1; from <= ROWS; from++) expect(verify(part(from, ROWS))).toMatchObject({ ok: true, rows: ROWS - from + 1 });
  });

  test('does not verify with another edge, or without one', () => {
    expect(verify(part(3, ROWS, log.edges[1])).ok).toBe(false);
    expect(verify(part(3, ROWS, [])).ok).toBe(false);
    expect(verify(part(3, ROWS, [hashOfJson('x')])).ok).toBe(false);
  });

  test('does not verify with too many or too few hashes behind it', () => {
    expect(verify(part(1, ROWS, [], [hashOfJson('x')])).ok).toBe(false);
    expect(verify(part(1, ROWS - 1)).ok).toBe(false);
    expect(verify(part(1, ROWS - 1, [], [hashOfJson('x')])).ok).toBe(false);
  });

  test('cannot be compared with a checkpoint of rows before it', () => {
    expect(verify(part(5, ROWS), log.notes[0])).toMatchObject({
      ok: false,
      problem: expect.stringContaining('export from row 1') as string,
    });
  });
});

describe('a change of the key', () => {
  const [old, next] = [makeKey(), makeKey()];
  const changed = new MemoryLog(old).append({ body: { n: 1 } });
  changed.checkpoint();
  changed.append({ type: KEY_ROTATED, body: { ...keyRotation(LOG_ID, changed.size + 1, old, next) } });
  changed.key = next;
  changed.checkpoint();
  changed.append({ body: { n: 2 } });

  test('signed by both keys is followed from the old one to the new one, and back', () => {
    expect(verifyLines(changed.export(), [old])).toMatchObject({ ok: true, checkpoints: 2 });
    expect(verifyLines(changed.export(), [next])).toMatchObject({ ok: true, checkpoints: 2 });
    expect(verifyLines(changed.export(), [next], changed.notes[0])).toMatchObject({ ok: true });
  });

  test('ends the old key: what it signs afterwards is refused', () => {
    expect(verifyLines(changed.export(changed.sign(old)), [old])).toMatchObject({ ok: false });
    expect(verifyLines(changed.export(changed.sign(old)), [next])).toMatchObject({ ok: false });
  });

  test('between two unknown keys vouches for nobody', () => {
    expect(verifyLines(changed.export(), [makeKey()])).toMatchObject({ ok: false });
  });

  test.each(['signedByOld', 'signedByNew', 'newKey'])('with a wrong %s is refused', (field) => {
    const forged = new MemoryLog(old);
    const thief = makeKey();
    const body: Record<string, unknown> = { ...keyRotation(LOG_ID, 1, old, thief) };
    body[field] = keyRotation(LOG_ID, 1, makeKey(), makeKey())[field as 'newKey'];
    forged.append({ type: KEY_ROTATED, body });
    forged.key = thief;
    expect(verifyLines(forged.export(), [old])).toMatchObject({ ok: false, firstBadSeq: 1 });
  });

  test('of another place or another log does not count', () => {
    for (const body of [keyRotation(LOG_ID, 2, old, next), keyRotation('f'.repeat(32), 1, old, next)]) {
      const moved = new MemoryLog(old).append({ type: KEY_ROTATED, body: { ...body } });
      expect(verifyLines(moved.export(), [old])).toMatchObject({ ok: false, firstBadSeq: 1 });
    }
  });

  test('without its signatures is refused', () => {
    const moved = new MemoryLog(old).append({ type: KEY_ROTATED, body: { newKey: 'x' } });
    expect(verifyLines(moved.export(), [old])).toMatchObject({ ok: false, firstBadSeq: 1 });
  });
});

test('a clock that went back an hour is accepted and listed', () => {
  const at = Date.UTC(2026, 10, 22, 10);
  const back = new MemoryLog(key)
    .append({ body: {}, atMs: at })
    .append({ body: {}, atMs: at - 3_600_000 })
    .append({ body: {}, atMs: at });
  expect(verify(back.export())).toMatchObject({
    ok: true,
    anomalyCount: 1,
    anomalies: [{ seq: 2, kind: 'clock-backwards', byMs: 3_600_000 }],
  });
});

test('a checkpoint row that lies about what it covers is refused', () => {
  const lying = new MemoryLog(key).append({ body: {} }).append({ body: {} });
  lying.append({ type: 'audit.checkpoint', body: { checkpoint: new MemoryLog(key).append({ body: {} }).sign() } });
  expect(verify(lying.export())).toMatchObject({ ok: false, firstBadSeq: 3 });
  const missing = new MemoryLog(key).append({ body: {} }).append({ type: 'audit.checkpoint', body: {} });
  expect(verify(missing.export())).toMatchObject({ ok: false, firstBadSeq: 2 });
});

test('lines of any JSON, and of none, are refused without an error', () => {
  for (const line of [
    '',
    'null',
    '[]',
    '1',
    '"x"',
    '{}',
    '{"seq":1}',
    '{"seq":"1"}',
    `{"seq":1,"body":${'['.repeat(500)}${']'.repeat(500)}}`,
    canonicalJson({ ...JSON.parse(row(1)), more: 1 }),
  ]) {
    expect(verify(whole.with(1, line))).toMatchObject({ ok: false, firstBadSeq: 1 });
    expect(verify(whole.with(0, line))).toMatchObject({ ok: false, firstBadSeq: 1 });
    expect(verify(whole.with(-1, line)).ok).toBe(false);
  }
});
