import { closeSync, existsSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1 << 20;
const EFFECT = /"what":"(create|write|delete)","id":\d+,"webId":"([^"]*)","state":"([^"]*)"/g;

/** One committed change of a sale, as the journal has it. */
export interface TailEffect {
  readonly what: string;
  readonly key: string;
  /** State of the sale afterwards. */
  readonly state: string;
}

/** Follows the ERP's journal while it grows, and tells what happened to sales. */
export class JournalTail {
  /** Sales made so far. */
  created = 0;
  private offset = 0;
  private rest = '';

  constructor(
    private readonly file: string,
    private readonly onEffect: (effect: TailEffect) => void = () => undefined,
  ) {}

  /** Reads what has been written since the last time. */
  read(): void {
    if (!existsSync(this.file)) return;
    const fd = openSync(this.file, 'r');
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (
      let count = readSync(fd, chunk, 0, CHUNK_BYTES, this.offset);
      count > 0;
      count = readSync(fd, chunk, 0, CHUNK_BYTES, this.offset)
    ) {
      this.offset += count;
      const lines = `${this.rest}${chunk.toString('latin1', 0, count)}`;
      const end = lines.lastIndexOf('\n') + 1;
      this.rest = lines.slice(end);
      for (const [, what = '', key = '', state = ''] of lines.slice(0, end).matchAll(EFFECT)) {
        if (what === 'create') this.created++;
        this.onEffect({ what, key, state });
      }
    }
    closeSync(fd);
  }
}
