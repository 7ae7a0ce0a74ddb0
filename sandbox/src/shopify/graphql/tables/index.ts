import { connectionTable, edgeTable, pageInfoTable } from '../connection';
import type { ImplementedField, Table } from '../table';
import * as buyer from './buyer';
import * as line from './line';
import * as money from './money';
import { mutation } from './mutation';
import { attribute, cashRounding, order, orderApp } from './order';
import * as product from './product';
import { query } from './query';
import * as shop from './shop';
import * as webhook from './webhook';

const TABLES: ReadonlyMap<string, Table> = new Map([
  ['QueryRoot', query],
  ['Mutation', mutation],
  ['PageInfo', pageInfoTable],
  ['Shop', shop.shop],
  ['Domain', shop.domain],
  ['ShopPlan', shop.shopPlan],
  ['AppInstallation', shop.appInstallation],
  ['App', shop.app],
  ['AccessScope', shop.accessScope],
  ['Order', order],
  ['OrderApp', orderApp],
  ['CashRoundingAdjustment', cashRounding],
  ['Attribute', attribute],
  ['LineItem', line.lineItem],
  ['ShippingLine', line.shippingLine],
  ['MoneyBag', money.moneyBag],
  ['MoneyV2', money.moneyV2],
  ['PricingPercentageValue', money.percentageValue],
  ['TaxLine', money.taxLine],
  ['DiscountAllocation', money.discountAllocation],
  ['ManualDiscountApplication', money.manualDiscount],
  ['AutomaticDiscountApplication', money.automaticDiscount],
  ['DiscountCodeApplication', money.codeDiscount],
  ['MailingAddress', buyer.mailingAddress],
  ['Customer', buyer.customer],
  ['TaxSettings', buyer.taxSettings],
  ['CustomerEmailAddress', buyer.emailAddress],
  ['CustomerPhoneNumber', buyer.phoneNumber],
  ['PurchasingCompany', buyer.purchasingCompany],
  ['Company', buyer.company],
  ['CompanyLocation', buyer.companyLocation],
  ['CompanyLocationTaxSettings', buyer.companyTaxSettings],
  ['CompanyContact', buyer.companyContact],
  ['Product', product.product],
  ['ProductVariant', product.productVariant],
  ['SelectedOption', product.selectedOption],
  ['InventoryItem', product.inventoryItem],
  ['InventoryLevel', product.inventoryLevel],
  ['InventoryQuantity', product.inventoryQuantity],
  ['Location', product.location],
  ['LocationAddress', product.locationAddress],
  ['WebhookSubscription', webhook.webhookSubscription],
  ['ApiVersion', webhook.apiVersion],
  ['UserError', webhook.userError],
  ['WebhookSubscriptionCreatePayload', webhook.subscriptionPayload],
  ['WebhookSubscriptionUpdatePayload', webhook.subscriptionPayload],
  ['WebhookSubscriptionDeletePayload', webhook.deletionPayload],
]);

/** The implemented fields of a type; `undefined` for a type that never occurs in this sandbox. */
export function tableOf(typeName: string): Table | undefined {
  const table = TABLES.get(typeName);
  if (table !== undefined) return table;
  if (typeName.endsWith('Connection')) return connectionTable;
  return typeName.endsWith('Edge') ? edgeTable : undefined;
}

export function fieldOf(typeName: string, fieldName: string): ImplementedField | undefined {
  return tableOf(typeName)?.get(fieldName);
}
