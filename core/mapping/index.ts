export * from './format';
export * from './issue';
export * from './compileMapping';
export * from './extend';
export type { Coverage } from './coverage';
export * from './shipped';
