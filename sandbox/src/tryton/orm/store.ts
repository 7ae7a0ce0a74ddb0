import type { Value } from '../values/value';
import { comparable } from './compare';
import type { Row } from './definition';

/** One table: its rows by id, and an index for each column that somebody looked up. */
export class Table {
  private readonly rows = new Map<number, Row>();
  private readonly indexes = new Map<string, Map<number | string | null, Set<number>>>();
  private largestId = 0;

  constructor(private readonly journal: (undo: () => void) => void) {}

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

  /** The id that the next row gets; ids of deleted rows are not given again. */
  nextId(): number {
    const previous = this.largestId;
    this.journal(() => (this.largestId = previous));
    this.largestId += 1;
    return this.largestId;
  }

  /** Stores a row, replacing the one with the same id. */
  put(row: Row): void {
    const previous = this.rows.get(row.id);
    this.journal(() => (previous ? this.place(previous) : this.drop(row.id)));
    this.place(row);
    this.largestId = Math.max(this.largestId, row.id);
  }

  remove(id: number): void {
    const previous = this.rows.get(id);
    if (!previous) return;
    this.journal(() => this.place(previous));
    this.drop(id);
  }

  /** Ids of the rows whose column has this value, in ascending order. */
  idsWhere(column: string, value: Value): number[] {
    let index = this.indexes.get(column);
    if (!index) {
      index = new Map();
      for (const row of this.rows.values()) addTo(index, comparable(row[column]), row.id);
      this.indexes.set(column, index);
    }
    return [...(index.get(comparable(value)) ?? [])].sort((a, b) => a - b);
  }

  private place(row: Row): void {
    this.unindex(this.rows.get(row.id));
    this.rows.set(row.id, row);
    for (const [column, index] of this.indexes) addTo(index, comparable(row[column]), row.id);
  }

  private drop(id: number): void {
    this.unindex(this.rows.get(id));
    this.rows.delete(id);
  }

  private unindex(row: Row | undefined): void {
    if (!row) return;
    for (const [column, index] of this.indexes) index.get(comparable(row[column]))?.delete(row.id);
  }
}

function addTo(index: Map<number | string | null, Set<number>>, key: number | string | null, id: number): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}

/**
 * The database in memory. Every change is journalled, so that a transaction that fails leaves nothing behind; a transaction
 * runs without interruption, so parallel calls are carried out one after the other, as SQLite does.
 */
export class Store {
  private readonly tables = new Map<string, Table>();
  private readonly numbers = new Map<string, number>();
  private undo: (() => void)[] | undefined;

  /** The table of a model; made empty when it is first asked for. */
  table(model: string): Table {
    let table = this.tables.get(model);
    if (!table) {
      table = new Table((undo) => this.undo?.push(undo));
      this.tables.set(model, table);
    }
    return table;
  }

  /** Draws the next number of a sequence, from 1. A failed transaction gives its numbers back. */
  nextNumber(sequence: string): number {
    const previous = this.numbers.get(sequence) ?? 0;
    this.undo?.push(() => this.numbers.set(sequence, previous));
    this.numbers.set(sequence, previous + 1);
    return previous + 1;
  }

  /** Sets the number that was drawn last, for a seed. */
  setNumber(sequence: string, last: number): void {
    this.numbers.set(sequence, last);
  }

  /** Runs `work` as one transaction: all of its changes are kept, or none when it throws. */
  transaction<T>(work: () => T): T {
    if (this.undo) return work();
    this.undo = [];
    try {
      const result = work();
      this.undo = undefined;
      return result;
    } catch (error) {
      const undo = this.undo ?? [];
      this.undo = undefined;
      for (const step of undo.reverse()) step();
      throw error;
    }
  }
}
