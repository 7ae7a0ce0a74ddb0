import type { Suite } from './support';

/** Products are found by what is printed on them. */
export function describeProducts(suite: Suite): void {
  describe('products', () => {
    test('a product is found by its article number and by its GTIN with or without leading zeros', async () => {
      const [bySku] = await suite.connection.findProducts({ sku: suite.erp.otherSku });
      const [byGtin] = await suite.connection.findProducts({ gtin: suite.erp.otherGtin.padStart(14, '0') });
      expect(bySku).toMatchObject({ sku: suite.erp.otherSku, unit: 'EA', salable: true, kind: 'goods' });
      expect(byGtin?.id).toBe(bySku?.id);
    });

    test('an unknown article number finds nothing', async () => {
      expect(await suite.connection.findProducts({ sku: 'NO-SUCH-ARTICLE' })).toEqual([]);
    });
  });
}
