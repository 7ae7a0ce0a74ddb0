export * from './operation';
export * from './nodeError';
export * from './platform';
export * from './requiredText';
export * from './runOperations';
