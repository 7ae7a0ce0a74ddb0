export * from './erpClient';
export * from './journalEffects';
export * from './journalTail';
export * from './standingSales';
