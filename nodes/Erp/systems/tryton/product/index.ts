export * from './storedProduct';
export * from './units';
