/** The parts that name one business fact. `version` is left out where any version of the document is the same fact. */
export interface BusinessFact {
  readonly system: string;
  readonly tenant: string;
  readonly documentType: string;
  readonly id: string;
  readonly version?: string;
}

/**
 * The key under which a business fact takes effect once, derived the same way everywhere:
 * `system/tenant/documentType/id[/version]`, each part percent-encoded so that no part can imitate another.
 *
 * @example businessKey({ system: 'shopify', tenant: 'a.myshopify.com', documentType: 'order', id: '42' })
 *          // 'shopify/a.myshopify.com/order/42'
 */
export function businessKey(fact: BusinessFact): string {
  const parts = [fact.system, fact.tenant, fact.documentType, fact.id];
  if (fact.version !== undefined) parts.push(fact.version);
  return parts.map(encodeURIComponent).join('/');
}
