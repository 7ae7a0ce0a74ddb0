export { Ledger, MAX_RESULT_BYTES, type LedgerParts } from './ledger';
export { effectsRoutes } from './routes';
