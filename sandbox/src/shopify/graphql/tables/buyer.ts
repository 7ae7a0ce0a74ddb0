import type { Address, Customer, PurchasingCompany } from '../../order/model';
import { fullName } from '../../rest/parts';
import { utcTime } from '../../time';
import { gid } from '../gid';
import { table } from '../table';

export const mailingAddress = table<Address>({
  id: ({ id }) => gid('MailingAddress', id),
  firstName: ({ firstName }) => firstName,
  lastName: ({ lastName }) => lastName,
  name: (address) => fullName(address) || null,
  company: ({ company }) => company,
  address1: ({ address1 }) => address1,
  address2: ({ address2 }) => address2,
  city: ({ city }) => city,
  zip: ({ zip }) => zip,
  province: ({ province }) => province,
  provinceCode: ({ provinceCode }) => provinceCode,
  country: ({ country }) => country,
  countryCode: ({ countryCode }) => countryCode,
  countryCodeV2: ({ countryCode }) => countryCode,
  phone: ({ phone }) => phone,
});

export const customer = table<Customer>({
  id: ({ id }) => gid('Customer', id),
  legacyResourceId: ({ id }) => id.toString(),
  firstName: ({ firstName }) => firstName,
  lastName: ({ lastName }) => lastName,
  displayName: (from) => fullName(from) || from.email || from.phone || '',
  email: ({ email }) => email,
  phone: ({ phone }) => phone,
  defaultEmailAddress: ({ email }) => email && { email },
  defaultPhoneNumber: ({ phone }) => phone && { phone },
  note: ({ note }) => note,
  tags: ({ tags }) => tags,
  taxExempt: ({ taxExempt }) => taxExempt,
  taxExemptions: () => [],
  taxSettings: () => ({}),
  locale: () => 'zh-CN',
  state: () => 'DISABLED',
  verifiedEmail: () => true,
  createdAt: ({ createdAtMs }) => utcTime(createdAtMs),
  updatedAt: ({ updatedAtMs }) => utcTime(updatedAtMs),
  defaultAddress: ({ defaultAddress }) => defaultAddress,
});

/** Customers of this sandbox have no tax number of their own; companies have. */
export const taxSettings = table<object>({ taxId: () => null });

export const emailAddress = table<{ readonly email: string }>({
  emailAddress: ({ email }) => email,
  validFormat: () => true,
});

export const phoneNumber = table<{ readonly phone: string }>({ phoneNumber: ({ phone }) => phone });

export interface CompanyBuyer {
  readonly company: PurchasingCompany;
  readonly customer: Customer | null;
}

export const purchasingCompany = table<CompanyBuyer>({
  company: ({ company }) => company,
  location: ({ company }) => company,
  contact: (buyer, _args, { shop }) => (buyer.customer === null || shop.customerData !== 'approved' ? null : buyer),
});

export const company = table<PurchasingCompany>({
  id: ({ companyId }) => gid('Company', companyId),
  name: ({ name }) => name,
  externalId: ({ externalId }) => externalId,
  note: () => null,
  createdAt: ({ createdAtMs }) => utcTime(createdAtMs),
  customerSince: ({ createdAtMs }) => utcTime(createdAtMs),
  updatedAt: ({ createdAtMs }) => utcTime(createdAtMs),
});

export const companyLocation = table<PurchasingCompany>({
  id: ({ locationId }) => gid('CompanyLocation', locationId),
  name: ({ locationName }) => locationName,
  externalId: ({ locationExternalId }) => locationExternalId,
  company: (from) => from,
  note: () => null,
  phone: () => null,
  taxSettings: (from) => from,
  createdAt: ({ createdAtMs }) => utcTime(createdAtMs),
  updatedAt: ({ createdAtMs }) => utcTime(createdAtMs),
});

export const companyTaxSettings = table<PurchasingCompany>({
  taxRegistrationId: ({ taxRegistrationId }) => taxRegistrationId,
  taxExempt: () => false,
  taxExemptions: () => [],
});

export const companyContact = table<CompanyBuyer>({
  id: ({ customer: person }) => gid('CompanyContact', person?.id ?? 0n),
  company: (buyer) => buyer.company,
  customer: (buyer) => buyer.customer,
  title: () => null,
  locale: () => 'zh-CN',
  isMainContact: () => true,
});
