export * from './killer';
export * from './schedule';
