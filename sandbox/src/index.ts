export * from './clock';
export * from './faults';
export * from './shopify';
