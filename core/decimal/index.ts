export * from './decimal';
export * from './print';
export * from './allocate';
