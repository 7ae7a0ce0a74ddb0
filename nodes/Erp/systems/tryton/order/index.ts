export * from './company';
export * from './createOrder';
export * from './syncOrder';
export * from './planOrder';
export * from './sales';
export * from './storedSale';
export * from './taxes';
