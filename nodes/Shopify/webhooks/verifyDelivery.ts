export type { Delivery, DeliveryRequest, Expected, Headers, Refusal, Verified } from '../../../core/intake/verifyShopifyDelivery';
export { verifyDelivery } from '../../../core/intake/verifyShopifyDelivery';
