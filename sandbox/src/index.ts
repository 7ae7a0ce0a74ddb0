export * from './clock';
export * from './engine';
export * from './faults';
export * from './n8nServer';
export * from './shopify';
export * from './tryton';
