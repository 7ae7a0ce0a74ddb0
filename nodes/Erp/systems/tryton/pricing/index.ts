export * from './arithmetic';
export * from './priceOrder';
