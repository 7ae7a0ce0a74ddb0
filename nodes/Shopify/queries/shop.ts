import { queryDocument } from '../client/document';

/** The shop behind the credential. */
export const SHOP = queryDocument(
  'Shop',
  `query Shop {
  shop {
    id
    name
    myshopifyDomain
    primaryDomain { host }
    currencyCode
    enabledPresentmentCurrencies
    ianaTimezone
    taxesIncluded
    taxShipping
    weightUnit
    orderNumberFormatPrefix
    orderNumberFormatSuffix
    plan { publicDisplayName partnerDevelopment shopifyPlus }
  }
}`,
);

/** Zone of the shop's own times, which webhooks use. */
export const SHOP_TIME_ZONE = queryDocument('ShopTimeZone', `query ShopTimeZone { shop { ianaTimezone } }`);

/** What the app may do in this shop. */
export const GRANTED_SCOPES = queryDocument(
  'GrantedScopes',
  `query GrantedScopes {
  currentAppInstallation { accessScopes { handle } }
  shop { name myshopifyDomain }
}`,
);
