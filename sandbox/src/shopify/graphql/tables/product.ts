import { formatFixed, parseMinor } from '../../money';
import type { InventoryLevel, Product, ShopLocation, ShopState, Variant } from '../../shopState';
import { utcTime } from '../../time';
import { notImplemented } from '../errors';
import { paginate } from '../connection';
import { gid, parseGid } from '../gid';
import { listArg, table } from '../table';

export const product = table<Product>({
  id: ({ id }) => gid('Product', id),
  legacyResourceId: ({ id }) => id.toString(),
  title: ({ title }) => title,
  vendor: ({ vendor }) => vendor,
  status: () => 'ACTIVE',
  createdAt: ({ createdAtMs }) => utcTime(createdAtMs),
});

export const productVariant = table<Variant>({
  id: ({ id }) => gid('ProductVariant', id),
  legacyResourceId: ({ id }) => id.toString(),
  sku: ({ sku }) => sku,
  title: ({ title }) => title,
  displayName: (variant) => `${variant.product.title} - ${variant.title}`,
  barcode: ({ barcode }) => barcode,
  price: ({ price }, _args, { shop }) => formatFixed(parseMinor(price, shop.currency), shop.currency),
  compareAtPrice: () => null,
  taxable: ({ taxable }) => taxable,
  position: () => 1,
  availableForSale: (variant, _args, { shop }) => !variant.tracked || available(variant, shop) > 0,
  inventoryPolicy: () => 'DENY',
  inventoryQuantity: (variant, _args, { shop }) => available(variant, shop),
  selectedOptions: (variant) => [{ name: 'Title', value: variant.title }],
  inventoryItem: (variant) => variant,
  product: (variant) => variant.product,
  createdAt: ({ createdAtMs }) => utcTime(createdAtMs),
  updatedAt: ({ updatedAtMs }) => utcTime(updatedAtMs),
});

export const selectedOption = table<{ readonly name: string; readonly value: string }>({
  name: ({ name }) => name,
  value: ({ value }) => value,
});

/** An inventory item is its variant's stock-keeping side; here each variant has one. */
export const inventoryItem = table<Variant>({
  id: ({ inventoryItemId }) => gid('InventoryItem', inventoryItemId),
  legacyResourceId: ({ inventoryItemId }) => inventoryItemId.toString(),
  sku: ({ sku }) => sku,
  tracked: ({ tracked }) => tracked,
  requiresShipping: ({ requiresShipping }) => requiresShipping,
  duplicateSkuCount: (variant, _args, { shop }) =>
    variant.sku === null
      ? 0
      : [...shop.variants.values()].filter((other) => other !== variant && other.sku === variant.sku).length,
  createdAt: ({ createdAtMs }) => utcTime(createdAtMs),
  updatedAt: ({ updatedAtMs }) => utcTime(updatedAtMs),
  variants: [['first', 'after', 'last', 'before'], (variant, args) => paginate({ items: [variant], id: ({ id }) => id, args })],
  inventoryLevel: [
    ['locationId', 'includeInactive'],
    (variant, args, { shop }) => {
      const locationId = parseGid('Location', args['locationId']);
      return levelsOf(variant, shop).find((level) => level.location.id === locationId) ?? null;
    },
  ],
  inventoryLevels: [
    ['first', 'after', 'last', 'before', 'reverse', 'includeInactive'],
    (variant, args, { shop }) => paginate({ items: levelsOf(variant, shop), id: ({ id }) => id, args }),
  ],
});

export const inventoryLevel = table<InventoryLevel>({
  id: (level) => `${gid('InventoryLevel', level.id)}?inventory_item_id=${level.variant.inventoryItemId}`,
  isActive: () => true,
  item: ({ variant }) => variant,
  location: ({ location }) => location,
  createdAt: ({ createdAtMs }) => utcTime(createdAtMs),
  updatedAt: ({ updatedAtMs }) => utcTime(updatedAtMs),
  quantities: [
    ['names'],
    (level, args) => (listArg(args, 'names') ?? []).map((name) => ({ level, name, quantity: quantityOf(level, name) })),
  ],
});

interface NamedQuantity {
  readonly level: InventoryLevel;
  readonly name: string;
  readonly quantity: number;
}

export const inventoryQuantity = table<NamedQuantity>({
  id: ({ level, name }) =>
    `${gid('InventoryQuantity', level.id)}?inventory_item_id=${level.variant.inventoryItemId}&name=${name}`,
  name: ({ name }) => name,
  quantity: ({ quantity }) => quantity,
  updatedAt: ({ level }) => utcTime(level.updatedAtMs),
});

export const location = table<ShopLocation>({
  id: ({ id }) => gid('Location', id),
  legacyResourceId: ({ id }) => id.toString(),
  name: ({ name }) => name,
  isActive: ({ isActive }) => isActive,
  fulfillsOnlineOrders: () => true,
  shipsInventory: () => true,
  isFulfillmentService: () => false,
  address: (from) => from,
  createdAt: ({ createdAtMs }) => utcTime(createdAtMs),
  updatedAt: ({ createdAtMs }) => utcTime(createdAtMs),
});

export const locationAddress = table<ShopLocation>({
  city: ({ city }) => city,
  countryCode: ({ countryCode }) => countryCode,
});

function levelsOf(variant: Variant, shop: ShopState): readonly InventoryLevel[] {
  return [...shop.inventoryLevels.values()].filter((level) => level.variant === variant);
}

function available(variant: Variant, shop: ShopState): number {
  return levelsOf(variant, shop).reduce((units, level) => units + level.available, 0);
}

function quantityOf(level: InventoryLevel, name: string): number {
  if (name === 'available') return level.available;
  if (name === 'committed') return level.committed;
  if (name === 'on_hand') return level.available + level.committed;
  throw notImplemented(`the inventory quantity ${name}`);
}
