export * from './effect';
export * from './event';
export * from './signature';
export * from './source';
