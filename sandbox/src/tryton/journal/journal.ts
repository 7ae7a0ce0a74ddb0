import { closeSync, fdatasyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { PythonError } from '../errors';
import type { Changes, Store } from '../orm/store';
import type { SaleEffect } from './effects';
import { saleEffects } from './effects';
import { decodeColumns, encodeColumns, type JsonColumns } from './rowCodec';

/** The first line: from it the seeded rows are made again. */
interface Header {
  readonly journal: 1;
  readonly seededAtMs: number;
}

/** One committed transaction. */
export interface Commit {
  readonly atMs: number;
  /** By model and id: the changed columns, null for a deleted row. */
  readonly rows: { readonly [model: string]: { readonly [id: string]: JsonColumns | null } };
  /** Last id of the models that got rows. */
  readonly ids?: { readonly [model: string]: number };
  /** Sequences and the number that each gave last. */
  readonly numbers?: { readonly [sequence: string]: number };
  /** What it did to sales. */
  readonly sales?: readonly SaleEffect[];
}

export interface JournalOptions {
  readonly file: string;
  /** Waits for the disk at every commit. Without it a committed row survives the end of the process, not that of the machine. */
  readonly fsync?: boolean;
}

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;

/**
 * The database as a file: one line for each committed transaction, written before its answer. A process that was killed finds
 * everything that it had answered; a line that broke off was never answered and is cut away.
 */
export class Journal {
  private readonly fd: number;
  private bytes = 0;

  private constructor(
    private readonly options: JournalOptions,
    private readonly store: Store,
    private readonly now: () => number,
  ) {
    this.fd = openSync(options.file, 'a+');
  }

  /**
   * Brings a store to where the journal left it, and writes down what it commits from now on.
   * @param seed fills an empty store with the rows of a fresh database
   * @param onEffect told about every effect on a sale, those of earlier lives first
   */
  static open(
    options: JournalOptions,
    store: Store,
    now: () => number,
    seed: (atMs: number) => void,
    onEffect: (effect: SaleEffect) => void,
  ): Journal {
    const journal = new Journal(options, store, now);
    journal.recover(seed, onEffect);
    store.onCommit = (changes) => journal.append(changes, onEffect);
    return journal;
  }

  close(): void {
    this.store.onCommit = undefined;
    closeSync(this.fd);
  }

  private recover(seed: (atMs: number) => void, onEffect: (effect: SaleEffect) => void): void {
    let isSeeded = false;
    const complete = readLines(this.fd, (line) => {
      const parsed = JSON.parse(line) as Header | Commit;
      if ('journal' in parsed) {
        seed(parsed.seededAtMs);
        isSeeded = true;
      } else {
        this.replay(parsed);
        parsed.sales?.forEach(onEffect);
      }
    });
    ftruncateSync(this.fd, complete);
    this.bytes = complete;
    if (isSeeded) return;
    const seededAtMs = this.now();
    const header: Header = { journal: 1, seededAtMs };
    this.write(JSON.stringify(header));
    seed(seededAtMs);
  }

  private replay({ rows, ids = {}, numbers = {} }: Commit): void {
    for (const [model, changed] of Object.entries(rows)) {
      const table = this.store.table(model);
      for (const [key, columns] of Object.entries(changed)) {
        const id = Number(key);
        if (columns === null) table.remove(id);
        else table.put(decodeColumns(columns, table.get(id), id));
      }
    }
    for (const [model, id] of Object.entries(ids)) this.store.table(model).restoreLastId(id);
    for (const [sequence, last] of Object.entries(numbers)) this.store.setNumber(sequence, last);
  }

  private append(changes: Changes, onEffect: (effect: SaleEffect) => void): void {
    const rows: { [model: string]: { [id: string]: JsonColumns | null } } = {};
    const ids: { [model: string]: number } = {};
    for (const [model, touched] of changes.rows) {
      const table = this.store.table(model);
      const written: { [id: string]: JsonColumns | null } = {};
      for (const [id, before] of touched) {
        const row = table.get(id);
        if (row !== undefined) written[id] = encodeColumns(row, before);
        else if (before !== undefined) written[id] = null;
      }
      rows[model] = written;
      ids[model] = table.lastId;
    }
    const numbers = Object.fromEntries([...changes.numbers].map((sequence) => [sequence, this.store.lastNumber(sequence)]));
    const sales = saleEffects(this.store, changes);
    const commit: Commit = { atMs: this.now(), rows, ids, numbers, sales };
    this.write(JSON.stringify(commit));
    sales.forEach(onEffect);
  }

  /** A line that does not fit on the disk is taken back, so that the next one does not stand behind half of it. */
  private write(line: string): void {
    const bytes = Buffer.from(`${line}\n`, 'utf8');
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.fd, bytes, written);
      if (this.options.fsync === true) fdatasyncSync(this.fd);
    } catch {
      ftruncateSync(this.fd, this.bytes);
      // What SQLite says, and so the whole answer.
      throw new PythonError('database or disk is full');
    }
    this.bytes += bytes.length;
  }
}

/**
 * Reads the commits of a journal in their order, for a checker that judges what took effect: `sales` of each commit names the
 * sale, its key, its state and the version that stands in it. Reads a file that is still written to as well.
 */
export function readTrytonJournal(file: string, visit: (commit: Commit) => void): void {
  const fd = openSync(file, 'r');
  try {
    readLines(fd, (line) => {
      const parsed = JSON.parse(line) as Header | Commit;
      if (!('journal' in parsed)) visit(parsed);
    });
  } finally {
    closeSync(fd);
  }
}

/** Hands over every complete line. @returns how many bytes they take */
function readLines(fd: number, visit: (line: string) => void): number {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let rest: Buffer = Buffer.alloc(0);
  let complete = 0;
  for (let position = 0; ; ) {
    const count = readSync(fd, chunk, 0, CHUNK_BYTES, position);
    if (count === 0) return complete;
    position += count;
    let text = Buffer.concat([rest, chunk.subarray(0, count)]);
    for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE)) {
      visit(text.toString('utf8', 0, end));
      complete += end + 1;
      text = text.subarray(end + 1);
    }
    rest = text;
  }
}
