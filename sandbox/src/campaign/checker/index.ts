export * from './effectedRule';
export * from './evidence';
export * from './judge';
export * from './orders';
