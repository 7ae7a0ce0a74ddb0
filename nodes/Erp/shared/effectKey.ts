/**
 * Key of an effect at the hub: the target as one percent-encoded part, then the business key of the document.
 *
 * @example effectKey('tryton:erp.example.com/erp', 'shopify/a.myshopify.com/order/42')
 *          // 'tryton%3Aerp.example.com%2Ferp/shopify/a.myshopify.com/order/42'
 */
export function effectKey(target: string, businessKey: string): string {
  return `${encodeURIComponent(target)}/${businessKey}`;
}
