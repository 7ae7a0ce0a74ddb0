import type { IdKind, ShopState, Variant } from './shopState';
import { idSource } from './shopState';

export interface SeedVariant {
  readonly sku: string | null;
  readonly title: string;
  /** Decimal text in the shop's currency. */
  readonly price: string;
  readonly barcode?: string;
  readonly taxable?: boolean;
  readonly grams?: number;
  readonly requiresShipping?: boolean;
  readonly tracked?: boolean;
  /** Units available at the shop's first location. */
  readonly available?: number;
}

export interface ShopSeed {
  readonly name: string;
  readonly vendor: string;
  readonly locations: readonly { readonly name: string; readonly city: string; readonly countryCode: string }[];
  readonly variants: readonly SeedVariant[];
}

/** A small medical-device shop; SKUs, net prices and stock are those of the demo ERP. */
export const medicalSeed: ShopSeed = {
  name: 'Suzhou MedTrade',
  vendor: 'MedTrade',
  locations: [{ name: 'Suzhou Warehouse', city: 'Suzhou', countryCode: 'CN' }],
  variants: [
    { sku: 'STENT-35-18', title: 'Coronary stent 3.5x18', price: '1200.00', barcode: '06901234567892', grams: 40, available: 15 },
    {
      sku: 'GLOVE-M-100',
      title: 'Nitrile gloves M, box 100',
      price: '39.90',
      barcode: '06901234567908',
      grams: 450,
      available: 500,
    },
    { sku: 'MON-7', title: 'Bedside monitor 7in', price: '5600.00', barcode: '06901234567915', grams: 3200, available: 2 },
  ],
};

export interface ShopSettings {
  readonly domain: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly taxesIncluded: boolean;
  readonly scopes: readonly string[];
}

/** Builds the in-memory shop from its seed. */
export function seedShop(seed: ShopSeed, settings: ShopSettings, nowMs: number): ShopState {
  const shop: ShopState = {
    ...settings,
    id: 548380009n,
    name: seed.name,
    createdAtMs: nowMs,
    customerData: 'approved',
    orders: new Map(),
    customers: new Map(),
    companies: new Map(),
    variants: new Map(),
    locations: new Map(),
    inventoryLevels: new Map(),
    subscriptions: new Map(),
    nextId: idSource(),
  };
  for (const location of seed.locations) {
    const id = shop.nextId('Location');
    shop.locations.set(id, { ...location, id, isActive: true, createdAtMs: nowMs });
  }
  for (const variant of seed.variants) addVariant(shop, variant, seed.vendor, nowMs);
  return shop;
}

/** Adds a product with one variant, stocked at every location (its units at the first one). */
export function addVariant(shop: ShopState, seed: SeedVariant, vendor: string, nowMs: number): Variant {
  const id = (kind: IdKind) => shop.nextId(kind);
  const variant: Variant = {
    id: id('ProductVariant'),
    product: { id: id('Product'), title: seed.title, vendor, createdAtMs: nowMs },
    inventoryItemId: id('InventoryItem'),
    title: 'Default Title',
    sku: seed.sku,
    barcode: seed.barcode ?? null,
    price: seed.price,
    taxable: seed.taxable ?? true,
    grams: seed.grams ?? 0,
    requiresShipping: seed.requiresShipping ?? true,
    tracked: seed.tracked ?? true,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  shop.variants.set(variant.id, variant);
  let available = seed.available ?? 0;
  for (const location of shop.locations.values()) {
    const levelId = id('InventoryLevel');
    shop.inventoryLevels.set(levelId, {
      id: levelId,
      variant,
      location,
      available,
      committed: 0,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    });
    available = 0;
  }
  return variant;
}
