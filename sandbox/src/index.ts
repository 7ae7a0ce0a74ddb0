export * from './campaign';
export * from './clock';
export * from './engine';
export * from './faults';
export * from './n8nServer';
export * from './services';
export * from './shopify';
export * from './tryton';
