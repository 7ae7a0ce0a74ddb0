export * from './install';
export * from './paths';
export * from './server';
export * from './owner';
