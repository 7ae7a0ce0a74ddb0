import { shopify } from '../../../nodes/Shopify/platform';
import { resources } from '../../../nodes/Shopify/resources';
import { testPlatform } from '../../contract/platform';

testPlatform(shopify, { resources, exampleHost: 'suzhou-medtrade.myshopify.com', fixtures: 'shopify' });
