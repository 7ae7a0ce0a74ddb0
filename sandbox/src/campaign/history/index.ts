export * from './historyFile';
export * from './record';
