// What the benchmark runs: the log and its verifier, bundled as they ship.
export * from '../../core/audit';
export { AuditLog } from '../../hub/src/audit';
export { verifyStream } from '../../hub/src/audit/verifyFile';
export { migrate, SqliteDatabase } from '../../hub/src/store';
