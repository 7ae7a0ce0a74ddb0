export * from './answer';
export * from './plan';
export * from './random';
export * from './witness';
