export * from './eventOf';
export type { HeaderReader, Headers } from './headers';
export * from './profile';
export { shopifyProfile } from './shopifyProfile';
export * from './verifyShopifyDelivery';
export * from './verifySigned';
