export * from './businessKey';
export * from './version';
