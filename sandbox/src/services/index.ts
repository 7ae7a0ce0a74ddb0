export * from './binaries';
export * from './child';
export * from './failoverProxy';
export * from './freePort';
export * from './portBlock';
export * from './postgres';
export * from './redis';
export * from './waitFor';
