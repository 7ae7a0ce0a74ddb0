import type { INodeProperties } from 'n8n-workflow';
import { API_VERSIONS, DEFAULT_API_VERSION } from './platform';

/** Chooses among the three credential types; their display conditions name its values. */
export const authenticationProperty: INodeProperties = {
  displayName: 'Authentication',
  name: 'authentication',
  type: 'options',
  options: [
    { name: 'Access Token', value: 'accessToken' },
    { name: 'Client Credentials', value: 'clientCredentials' },
    { name: 'OAuth2', value: 'oAuth2' },
  ],
  default: 'accessToken',
};

/** The Admin API version of every request of the node. */
export const apiVersionProperty: INodeProperties = {
  displayName: 'API Version',
  name: 'apiVersion',
  type: 'options',
  options: API_VERSIONS.map((version) => ({ name: version, value: version })),
  default: DEFAULT_API_VERSION,
  description: 'Version of the Admin API that the node asks for. It fails when Shopify answers with another one.',
};

/** What to do when a single record is asked for and there is none. */
export const ifMissingProperty: INodeProperties = {
  displayName: 'If Not Found',
  name: 'ifMissing',
  type: 'options',
  options: [
    { name: 'Fail', value: 'fail', description: 'The item ends with an error that names the record' },
    { name: 'Return Nothing', value: 'empty', description: 'The item gives no output' },
  ],
  default: 'fail',
  description: 'What to do when Shopify has no such record',
};

/** Whether protected customer data is read. */
export const customerDataProperty: INodeProperties = {
  displayName: 'Include Customer Data',
  name: 'customerData',
  type: 'boolean',
  default: true,
  description:
    'Whether to read customer, addresses, email and phone. Switch it off when the app is not approved for protected customer data.',
};

/** Whether amounts are also read in the buyer's currency. */
export const presentmentProperty: INodeProperties = {
  displayName: 'Include Presentment Money',
  name: 'presentmentMoney',
  type: 'boolean',
  default: true,
  description:
    'Whether to read every amount also in the currency of the buyer. Switched off, a query costs a third less of the rate limit; books are kept in the currency of the shop.',
};
