export * from './effect';
export * from './deliverOnce';
