import { closeSync, existsSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1 << 20;
const CREATED = /"what":"create","id":\d+,"webId":"([^"]*)"/g;

/** Follows the ERP's journal while it grows, and tells which sales were made. */
export class JournalTail {
  /** Sales made so far. */
  created = 0;
  private offset = 0;
  private rest = '';

  constructor(
    private readonly file: string,
    private readonly onCreated: (key: string) => void = () => undefined,
  ) {}

  /** Reads what has been written since the last time. */
  read(): void {
    if (!existsSync(this.file)) return;
    const fd = openSync(this.file, 'r');
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let count = readSync(fd, chunk, 0, CHUNK_BYTES, this.offset); count > 0; count = readSync(fd, chunk, 0, CHUNK_BYTES, this.offset)) {
      this.offset += count;
      const lines = `${this.rest}${chunk.toString('latin1', 0, count)}`;
      const end = lines.lastIndexOf('\n') + 1;
      this.rest = lines.slice(end);
      for (const [, key = ''] of lines.slice(0, end).matchAll(CREATED)) {
        this.created++;
        this.onCreated(key);
      }
    }
    closeSync(fd);
  }
}
