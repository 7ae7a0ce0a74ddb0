export * from './documents';
export * from './validate';
export * from './checks';
