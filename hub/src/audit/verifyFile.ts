import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { ExportVerifier, type VerifyOptions, type VerifyReport } from '../../../core/audit';

/** No line of an export comes near: bodies have at most 64 Ki characters. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
const LINE_FEED = 0x0a;

/** Verifies an export from a stream of its bytes, in memory of a few lines. */
export async function verifyStream(stream: Readable, options: VerifyOptions): Promise<VerifyReport> {
  const verifier = new ExportVerifier(options);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    const read = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
    const bytes = rest.length === 0 ? read : Buffer.concat([rest, read]);
    let at = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, at)) {
      const line = decode(decoder, bytes.subarray(at, end));
      if (line === undefined) return verifier.end('the line holds bytes that are not UTF-8');
      if (!verifier.push(line)) return verifier.end();
      at = end + 1;
    }
    rest = bytes.subarray(at);
    if (rest.length > MAX_LINE_BYTES) return verifier.end('a line is longer than any that the log writes');
  }
  return verifier.end(rest.length === 0 ? undefined : 'the last line is cut off');
}

function decode(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
