import { Readable } from 'node:stream';
import { verifyStream } from '../../src/audit/verifyFile';
import { makeKey, smallLog } from '../../../test/core/audit/support/log';

const key = makeKey();
const log = smallLog(key);
const bytes = Buffer.from(`${log.export().join('\n')}\n`, 'utf8');
const verify = async (given: Buffer, chunk = 7) => {
  const chunks = Array.from({ length: Math.ceil(given.length / chunk) }, (_, place) =>
    given.subarray(place * chunk, (place + 1) * chunk),
  );
  return await verifyStream(Readable.from(chunks), { publicKeys: [key.publicKey] });
};

test('an export is read in chunks of any size, through the middle of characters', async () => {
  for (const chunk of [1, 2, 3, 64, 4096, 100_000])
    expect(await verify(bytes, chunk)).toMatchObject({ ok: true, rows: log.size });
});

test('any byte of the file changed is found', async () => {
  for (let at = 0; at < bytes.length; at++) {
    for (const flip of at % 5 === 0 ? [0x01, 0x80] : []) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ flip;
      expect((await verify(changed, 4096)).ok).toBe(false);
    }
  }
});

test('a file cut off after any byte is found', async () => {
  for (let length = 0; length < bytes.length; length += 3) expect((await verify(bytes.subarray(0, length), 4096)).ok).toBe(false);
});

test('bytes that are not UTF-8, a byte order mark and a line without end are refused', async () => {
  expect(await verify(Buffer.concat([bytes.subarray(0, 900), Buffer.from([0xff]), bytes.subarray(900)]))).toMatchObject({
    ok: false,
  });
  expect(await verify(Buffer.concat([Buffer.from('\ufeff'), bytes]))).toMatchObject({ ok: false, firstBadSeq: 1 });
  const endless = Readable.from(
    (function* () {
      for (let n = 0; n < 100; n++) yield Buffer.alloc(1024 * 1024, 0x20);
    })(),
  );
  expect(await verifyStream(endless, { publicKeys: [key.publicKey] })).toMatchObject({
    ok: false,
    problem: expect.stringContaining('longer') as string,
  });
});

test('an export with Windows line ends is not the file that was written', async () => {
  expect(await verify(Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r\n'), 'utf8'))).toMatchObject({ ok: false });
});
