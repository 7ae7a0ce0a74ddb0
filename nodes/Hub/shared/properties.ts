import type { INodeProperties } from 'n8n-workflow';

/** Why a person or a workflow decides something; it is kept in the audit log. */
export const reasonProperty: INodeProperties = {
  displayName: 'Reason',
  name: 'reason',
  type: 'string',
  default: '',
  required: true,
  placeholder: 'e.g. SKU added to the ERP',
  description: 'Why this is done, without personal values; it is kept in the audit log',
};

export const eventIdProperty: INodeProperties = {
  displayName: 'Event ID',
  name: 'eventId',
  type: 'string',
  default: '',
  required: true,
  placeholder: 'e.g. 4711',
  description: 'ID of the event at the hub',
};

export const effectKeyProperty: INodeProperties = {
  displayName: 'Effect Key',
  name: 'effectKey',
  type: 'string',
  default: '',
  required: true,
  placeholder: 'e.g. wms%3Aexample.com/shopify/a.myshopify.com/order/42',
  description:
    'Target and business document, which make one effect: the target as one percent-encoded part, then system, tenant, type and ID',
};
