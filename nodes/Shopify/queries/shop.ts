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

/** What the app may do in this shop. */
export const GRANTED_SCOPES = queryDocument(
  'GrantedScopes',
  `query GrantedScopes {
  currentAppInstallation { accessScopes { handle } }
  shop { name myshopifyDomain }
}`,
);
