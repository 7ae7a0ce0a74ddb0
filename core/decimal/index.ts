export * from './decimal';
export * from './allocate';
