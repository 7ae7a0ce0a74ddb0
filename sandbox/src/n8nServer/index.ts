export * from './command';
export * from './environment';
export * from './install';
export * from './n8nProcess';
export * from './owner';
export * from './paths';
export * from './prepare';
export * from './server';
