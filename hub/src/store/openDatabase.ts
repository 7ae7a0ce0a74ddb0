import type { Database } from './database';
import { PostgresDatabase } from './postgres';
import { SqliteDatabase } from './sqlite';

/** Opens the store that a setting names: a `postgres://` address, or the path of an SQLite file. */
export function openDatabase(store: string): Database {
  return /^postgres(?:ql)?:\/\//.test(store) ? new PostgresDatabase(store) : new SqliteDatabase(store);
}
