export { AuditLog, type AuditLogOptions } from './auditLog';
export { Checkpoints, type CheckpointsOptions, type MadeCheckpoint } from './checkpoints';
export { createExport, type ExportRequest } from './createExport';
export type { AuditQuery } from './listRows';
export { openKey, replaceLostKey, rotateKey } from './keyChange';
export { loadKey, loadOrMakeKey, publicKeyFileOf, type AuditKey } from './keyFile';
export { openAudit, type OpenAuditOptions, type OpenedAudit } from './openAudit';
export { checkAgainstCheckpoints, type AuditStatus } from './status';
export { consistencyProofOf, inclusionProofOf, type ConsistencyProofFile, type InclusionProofFile } from './storeProofs';
