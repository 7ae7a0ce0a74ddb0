export * from './company';
export * from './createOrder';
export * from './planOrder';
export * from './saleFinder';
export * from './storedSale';
export * from './taxes';
