import {
  createReadStream,
  createWriteStream,
  existsSync,
  truncateSync,
  openSync,
  closeSync,
  fstatSync,
  readSync,
  type WriteStream,
} from 'node:fs';
import { createInterface } from 'node:readline';
import type { HistoryRecord } from './record';

/** Appends to a history file; a line that an interrupted run left half written is cut off first. */
export class HistoryWriter {
  private readonly stream: WriteStream;

  constructor(file: string) {
    if (existsSync(file)) cutHalfLine(file);
    this.stream = createWriteStream(file, { flags: 'a' });
  }

  write(record: HistoryRecord): void {
    this.stream.write(`${JSON.stringify(record)}\n`);
  }

  /** Resolves when all lines are in the file. */
  async close(): Promise<void> {
    await new Promise((resolve) => this.stream.end(resolve));
  }
}

/**
 * Reads a history, line by line, so that a long one needs little memory.
 * @throws Error naming the line that is no record
 */
export async function* readHistory(file: string): AsyncGenerator<HistoryRecord> {
  yield* readJsonLines<HistoryRecord>(file);
}

/** Reads a JSON Lines file. */
export async function* readJsonLines<Line>(file: string): AsyncGenerator<Line> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    number++;
    if (line === '') continue;
    try {
      yield JSON.parse(line) as Line;
    } catch {
      throw new Error(`Line ${number} of ${file} is not JSON`);
    }
  }
}

function cutHalfLine(file: string): void {
  const handle = openSync(file, 'r');
  const { size } = fstatSync(handle);
  const tail = Buffer.alloc(Math.min(size, 64 * 1024));
  readSync(handle, tail, 0, tail.length, size - tail.length);
  closeSync(handle);
  const lastBreak = tail.lastIndexOf(10);
  if (size > 0 && lastBreak < tail.length - 1) truncateSync(file, size - tail.length + lastBreak + 1);
}
