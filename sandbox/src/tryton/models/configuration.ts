/** What the seed wrote into the configuration records of the modules. */
export const configuration = {
  customerPaymentTerm: 1,
  warehouse: 5,
  customerLocation: 7,
  supplierLocation: 6,
  receivableAccount: 5,
  revenueJournal: 1,
  revenueAccount: 6,
  invoiceMethod: 'order',
  shipmentMethod: 'order',
  shipmentCostMethod: 'order',
} as const;

/** Decimal places of unit prices and list prices. */
export const priceDecimals = 4;
