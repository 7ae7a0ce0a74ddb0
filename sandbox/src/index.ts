export * from './clock';
export * from './faults';
export * from './shopify';
export * from './engine';
export * from './n8nServer';
