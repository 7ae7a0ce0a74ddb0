export * from './database';
export * from './migrate';
export * from './openDatabase';
export { PostgresDatabase } from './postgres';
export { SqliteDatabase } from './sqlite';
