import type { Value } from '../values/value';
import { comparable } from './compare';
import type { Row } from './definition';

type IndexKey = number | string | null;

/** Told about every change of a table, so that it can be undone and written down. */
interface Recorder {
  undo(step: () => void): void;
  /** A row is about to change; `before` is `undefined` for a new one. */
  touch(id: number, before: Row | undefined): void;
}

/** One table: its rows by id, and an index for each column that somebody looked up. */
export class Table {
  private readonly rows = new Map<number, Row>();
  /** The ids under a value: one alone as a number, several as a set, because most values are there once. */
  private readonly indexes = new Map<string, Map<IndexKey, number | Set<number>>>();
  private largestId = 0;

  constructor(private readonly recorder: Recorder) {}

  get(id: number): Row | undefined {
    return this.rows.get(id);
  }

  has(id: number): boolean {
    return this.rows.has(id);
  }

  get size(): number {
    return this.rows.size;
  }

  /** All rows in the order of their ids. */
  all(): Row[] {
    return [...this.rows.values()].sort((a, b) => a.id - b.id);
  }

  /** The id that was given last; those of deleted rows are not given again. */
  get lastId(): number {
    return this.largestId;
  }

  /** Sets the id that was given last, when a database is read back. */
  restoreLastId(id: number): void {
    this.largestId = Math.max(this.largestId, id);
  }

  /** The id that the next row gets; ids of deleted rows are not given again. */
  nextId(): number {
    const previous = this.largestId;
    this.recorder.undo(() => (this.largestId = previous));
    this.largestId += 1;
    return this.largestId;
  }

  /** Stores a row, replacing the one with the same id. Empty columns take no room. */
  put(given: Row): void {
    const row = withoutNulls(given);
    const previous = this.rows.get(row.id);
    this.recorder.touch(row.id, previous);
    this.recorder.undo(() => (previous ? this.place(previous) : this.drop(row.id)));
    this.place(row);
    this.largestId = Math.max(this.largestId, row.id);
  }

  remove(id: number): void {
    const previous = this.rows.get(id);
    if (!previous) return;
    this.recorder.touch(id, previous);
    this.recorder.undo(() => this.place(previous));
    this.drop(id);
  }

  /** Ids of the rows whose column has this value, in ascending order. */
  idsWhere(column: string, value: Value): number[] {
    const ids = this.index(column).get(comparable(value));
    if (ids === undefined) return [];
    return typeof ids === 'number' ? [ids] : [...ids].sort((a, b) => a - b);
  }

  private index(column: string): Map<IndexKey, number | Set<number>> {
    const known = this.indexes.get(column);
    if (known) return known;
    const index = new Map<IndexKey, number | Set<number>>();
    for (const row of this.rows.values()) addTo(index, comparable(row[column]), row.id);
    this.indexes.set(column, index);
    return index;
  }

  private place(row: Row): void {
    const previous = this.rows.get(row.id);
    this.rows.set(row.id, row);
    for (const [column, index] of this.indexes) {
      const key = comparable(row[column]);
      if (previous) {
        const old = comparable(previous[column]);
        if (old === key) continue;
        removeFrom(index, old, row.id);
      }
      addTo(index, key, row.id);
    }
  }

  private drop(id: number): void {
    const row = this.rows.get(id);
    if (!row) return;
    for (const [column, index] of this.indexes) removeFrom(index, comparable(row[column]), id);
    this.rows.delete(id);
  }
}

function withoutNulls(row: Row): Row {
  const columns: { [column: string]: Value } = {};
  for (const name in row) {
    const value = row[name];
    if (value !== null && value !== undefined) columns[name] = value;
  }
  return { ...columns, id: row.id };
}

function addTo(index: Map<IndexKey, number | Set<number>>, key: IndexKey, id: number): void {
  // nobody looks for rows without a value, and there are many of them
  if (key === null) return;
  const ids = index.get(key);
  if (ids === undefined) index.set(key, id);
  else if (typeof ids === 'number') index.set(key, new Set([ids, id]));
  else ids.add(id);
}

function removeFrom(index: Map<IndexKey, number | Set<number>>, key: IndexKey, id: number): void {
  const ids = index.get(key);
  if (ids === id) index.delete(key);
  else if (typeof ids === 'object') ids.delete(id);
}

/** What one transaction changed. */
export interface Changes {
  /** By model and id: the row as it was before, `undefined` when it is new. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<number, Row | undefined>>;
  /** Sequences that gave numbers. */
  readonly numbers: ReadonlySet<string>;
}

/** Writes a transaction down before it counts. Throwing undoes the transaction. */
export type CommitHook = (changes: Changes) => void;

/**
 * The database in memory. Every change is journalled, so that a transaction that fails leaves nothing behind; a transaction
 * runs without interruption, so parallel calls are carried out one after the other, as SQLite does.
 */
export class Store {
  /** Called at the end of every transaction that changed something. */
  onCommit: CommitHook | undefined;
  private readonly tables = new Map<string, Table>();
  private readonly numbers = new Map<string, number>();
  private undo: (() => void)[] | undefined;
  private touched = new Map<string, Map<number, Row | undefined>>();
  private drawn = new Set<string>();

  /** The table of a model; made empty when it is first asked for. */
  table(model: string): Table {
    let table = this.tables.get(model);
    if (!table) {
      table = new Table({
        undo: (step) => this.undo?.push(step),
        touch: (id, before) => this.undo && this.touch(model, id, before),
      });
      this.tables.set(model, table);
    }
    return table;
  }

  /** Draws the next number of a sequence, from 1. A failed transaction gives its numbers back. */
  nextNumber(sequence: string): number {
    const previous = this.numbers.get(sequence) ?? 0;
    this.undo?.push(() => this.numbers.set(sequence, previous));
    this.drawn.add(sequence);
    this.numbers.set(sequence, previous + 1);
    return previous + 1;
  }

  /** The number that a sequence gave last. */
  lastNumber(sequence: string): number {
    return this.numbers.get(sequence) ?? 0;
  }

  /** Sets the number that was drawn last, for a seed. */
  setNumber(sequence: string, last: number): void {
    this.numbers.set(sequence, last);
  }

  /** Runs `work` as one transaction: all of its changes are kept, or none when it throws. */
  transaction<T>(work: () => T): T {
    if (this.undo) return work();
    this.undo = [];
    this.touched = new Map();
    this.drawn = new Set();
    try {
      const result = work();
      if (this.touched.size > 0 || this.drawn.size > 0) this.onCommit?.({ rows: this.touched, numbers: this.drawn });
      this.undo = undefined;
      return result;
    } catch (error) {
      const undo = this.undo ?? [];
      this.undo = undefined;
      for (const step of undo.reverse()) step();
      throw error;
    }
  }

  private touch(model: string, id: number, before: Row | undefined): void {
    const rows = this.touched.get(model) ?? new Map<number, Row | undefined>();
    if (!rows.has(id)) rows.set(id, before);
    this.touched.set(model, rows);
  }
}
