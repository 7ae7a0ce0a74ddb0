import type { IHookFunctions, INodeType, INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { toNodeError } from '../shared';
import { pushOptionsProperty } from '../shared/hub';
import { subscribe, unsubscribe } from './webhooks/lifecycle';
import { receive } from './webhooks/receive';
import { kindOptions } from './webhooks/kinds';

/** Starts a workflow with what the hub has to say: unfinished events to be done again, or notices for people. */
export class HubTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'MedSupply Hub Trigger',
    name: 'hubTrigger',
    icon: { light: 'file:hub.svg', dark: 'file:hub.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["kinds"].join(", ") }}',
    description: 'Starts the workflow when the hub hands out unfinished events or reports something that a person should know',
    defaults: { name: 'MedSupply Hub Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'medSupplyHubApi', required: true }],
    webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
    properties: [
      {
        displayName: 'Kinds',
        name: 'kinds',
        type: 'multiOptions',
        options: kindOptions,
        default: ['event.unfinished'],
        required: true,
        description:
          'What starts the workflow. Unfinished events have the items of their own trigger, so that the same nodes can follow.',
      },
      pushOptionsProperty,
    ],
  };

  webhookMethods = {
    default: {
      // Subscribing again changes nothing, and it is the only way in which new options and a new key reach the hub.
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return false;
      },
      async create(this: IHookFunctions): Promise<boolean> {
        try {
          return await subscribe(this);
        } catch (error) {
          const nodeError = toNodeError(this.getNode(), error);
          throw nodeError;
        }
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        try {
          return await unsubscribe(this);
        } catch (error) {
          const nodeError = toNodeError(this.getNode(), error);
          throw nodeError;
        }
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receive(this);
  }
}
