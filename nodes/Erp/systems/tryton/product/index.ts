export * from './products';
export * from './storedProduct';
export * from './units';
