import type { ShopState } from '../shopState';
import type { Address, Customer, PurchasingCompany } from './model';
import type { AddressInput, CompanyInput, CustomerInput } from './placeOrderInput';

/** @returns `null` when there is no address */
export function addressFrom(input: AddressInput | null | undefined, shop: ShopState): Address | null {
  if (input === null || input === undefined) return null;
  return {
    id: shop.nextId('Address'),
    firstName: input.firstName ?? null,
    lastName: input.lastName ?? null,
    company: input.company ?? null,
    address1: input.address1 ?? null,
    address2: input.address2 ?? null,
    city: input.city ?? null,
    zip: input.zip ?? null,
    province: input.province ?? null,
    provinceCode: input.provinceCode ?? null,
    country: input.country ?? null,
    countryCode: input.countryCode ?? null,
    phone: input.phone ?? null,
  };
}

/** Finds the customer by e-mail (case does not matter) or phone, or adds one. */
export function customerFrom(input: CustomerInput | null | undefined, shop: ShopState, nowMs: number): Customer | null {
  if (input === null || input === undefined) return null;
  const email = input.email?.toLowerCase() ?? null;
  for (const known of shop.customers.values()) {
    if (email !== null && known.email === email) return known;
    if (email === null && input.phone !== undefined && known.phone === input.phone) return known;
  }
  const customer: Customer = {
    id: shop.nextId('Customer'),
    email,
    phone: input.phone ?? null,
    firstName: input.firstName ?? null,
    lastName: input.lastName ?? null,
    note: null,
    tags: [],
    taxExempt: false,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    defaultAddress: addressFrom(input.address, shop),
  };
  shop.customers.set(customer.id, customer);
  return customer;
}

/** Finds the company and location by their names, or adds them. */
export function companyFrom(input: CompanyInput | undefined, shop: ShopState, nowMs: number): PurchasingCompany | null {
  if (input === undefined) return null;
  const locationName = input.locationName ?? input.name;
  for (const known of shop.companies.values()) {
    if (known.name === input.name && known.locationName === locationName) return known;
  }
  const company: PurchasingCompany = {
    companyId: shop.nextId('Company'),
    name: input.name,
    externalId: input.externalId ?? null,
    locationId: shop.nextId('CompanyLocation'),
    locationName,
    locationExternalId: input.locationExternalId ?? null,
    taxRegistrationId: input.taxRegistrationId ?? null,
    createdAtMs: nowMs,
  };
  shop.companies.set(company.companyId, company);
  return company;
}
