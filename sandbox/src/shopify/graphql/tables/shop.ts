import type { ShopState } from '../../shopState';
import { utcTime, zoneOffset } from '../../time';
import { gid } from '../gid';
import { table } from '../table';

export const shop = table<ShopState>({
  id: ({ id }) => gid('Shop', id),
  name: ({ name }) => name,
  email: () => 'owner@example.com',
  contactEmail: () => 'shop@example.com',
  myshopifyDomain: ({ domain }) => domain,
  url: ({ domain }) => `https://${domain}`,
  primaryDomain: (from) => from,
  currencyCode: ({ currency }) => currency,
  enabledPresentmentCurrencies: ({ currency }) => [currency],
  ianaTimezone: ({ timeZone }) => timeZone,
  timezoneOffset: ({ timeZone }, _args, { clock }) => zoneOffset(clock.now(), timeZone).replace(':', ''),
  timezoneOffsetMinutes: ({ timeZone }, _args, { clock }) => offsetMinutes(zoneOffset(clock.now(), timeZone)),
  taxesIncluded: ({ taxesIncluded }) => taxesIncluded,
  taxShipping: () => true,
  orderNumberFormatPrefix: () => '#',
  orderNumberFormatSuffix: () => '',
  unitSystem: () => 'METRIC_SYSTEM',
  weightUnit: () => 'KILOGRAMS',
  setupRequired: () => false,
  plan: () => ({}),
  createdAt: ({ createdAtMs }) => utcTime(createdAtMs),
  updatedAt: ({ createdAtMs }) => utcTime(createdAtMs),
});

export const domain = table<ShopState>({
  host: (from) => from.domain,
  url: (from) => `https://${from.domain}`,
});

export const shopPlan = table<object>({
  publicDisplayName: () => 'Basic',
  partnerDevelopment: () => false,
  shopifyPlus: () => false,
});

export const appInstallation = table<object>({
  id: () => gid('AppInstallation', 581000001n),
  accessScopes: (_source, _args, { scopes }) => [...scopes].sort(),
  app: () => ({}),
});

export const app = table<object>({
  id: () => gid('App', 580111n),
  title: () => 'MedSupply Connector',
  handle: () => 'medsupply-connector',
});

export const accessScope = table<string>({
  handle: (handle) => handle,
  description: (handle) => handle.replace('_', ' '),
});

function offsetMinutes(offset: string): number {
  const [hours = '0', minutes = '0'] = offset.slice(1).split(':');
  const size = Number(hours) * 60 + Number(minutes);
  return offset.startsWith('-') ? -size : size;
}
