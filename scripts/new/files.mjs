/** The files of a new platform, by path. */
export function files(name) {
  const id = name.toLowerCase();
  const camel = name[0].toLowerCase() + name.slice(1);
  const credential = `medSupply${name}Api`;
  const icon = (colour) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60" viewBox="0 0 60 60" fill="none" stroke="${colour}" stroke-width="4"><rect x="8" y="8" width="44" height="44" rx="8"/><path d="M20 30h20M30 20v20"/></svg>\n`;
  return {
    [`nodes/${name}/platform.ts`]: `import type { Platform } from '../shared';

/**
 * ${name} as a fact sheet: who, where, how fast, what answers mean.
 * Source of the rules: name the vendor's page here.
 */
export const ${camel}: Platform = {
  id: '${id}',
  name: '${name}',
  // The only hosts a secret may travel to. Nothing matches until it is filled in.
  hostPattern: /^(?!)$/,
  limits: { timeoutMs: 30_000 },
  // HTTP status -> what to do and what to tell the user, for every answer that is final.
  httpErrors: new Map(),
};
`,
    [`nodes/${name}/client.ts`]: `import type { IExecuteFunctions, IHttpRequestMethods, IN8nHttpFullResponse } from 'n8n-workflow';
import { Failure } from '../../core/failure';
import { parseLossless } from '../../core/json';
import { ${camel} } from './platform';

/** Sends one request with the node's credential; large numbers in the answer keep all their digits. */
export async function request(context: IExecuteFunctions, method: IHttpRequestMethods, host: string, path: string): Promise<unknown> {
  if (!${camel}.hostPattern.test(host)) {
    throw new Failure('NeedsHuman', 'The host in the credential is not one of ${name}', { system: ${camel}.name, nextStep: 'Correct the host in the credential.' });
  }
  const answer = (await context.helpers.httpRequestWithAuthentication.call(context, '${credential}', {
    method,
    url: \`https://\${host}\${path}\`,
    timeout: ${camel}.limits.timeoutMs,
    returnFullResponse: true,
    ignoreHttpStatusErrors: { ignore: true, except: [401] },
    encoding: 'text',
  })) as IN8nHttpFullResponse;
  const rule = ${camel}.httpErrors.get(answer.statusCode);
  if (rule !== undefined) throw new Failure(rule.recovery, rule.message, { system: ${camel}.name, httpStatus: answer.statusCode, nextStep: rule.nextStep });
  if (answer.statusCode >= 400) throw new Failure('RetryLater', \`${name} answered with HTTP status \${answer.statusCode}\`, { system: ${camel}.name, httpStatus: answer.statusCode });
  return parseLossless(String(answer.body));
}
`,
    [`nodes/${name}/resources/order/get.ts`]: `import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../shared';
import { request } from '../../client';

/** Reads one order. */
export const get: Operation = {
  effect: { class: 'read', repeat: 'Reads only; a repeat changes nothing.' },
  option: { name: 'Get', value: 'get', action: 'Get an order', description: 'Read one order' },
  properties: [{ displayName: 'Order ID', name: 'orderId', type: 'string', default: '', required: true, description: 'ID of the order at ${name}' }],
  async execute(context, itemIndex) {
    const { host } = await context.getCredentials<{ host: string }>('${credential}', itemIndex);
    const orderId = context.getNodeParameter('orderId', itemIndex) as string;
    const order = await request(context, 'GET', host, \`/orders/\${encodeURIComponent(orderId)}\`);
    return [{ json: order as IDataObject }];
  },
};
`,
    [`nodes/${name}/resources/index.ts`]: `import type { Resource } from '../../shared';
import { get } from './order/get';

/** What the node offers. */
export const resources: readonly Resource[] = [{ name: 'Order', value: 'order', operations: [get] }];
`,
    [`nodes/${name}/${name}.node.ts`]: `import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { resourceProperties, runOperations } from '../shared';
import { resources } from './resources';

export class ${name} implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'MedSupply ${name}',
    name: '${camel}',
    icon: { light: 'file:${camel}.svg', dark: 'file:${camel}.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Work with orders of ${name}',
    defaults: { name: 'MedSupply ${name}' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: '${credential}', required: true }],
    properties: resourceProperties(resources),
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperations(this, resources);
  }
}
`,
    [`nodes/${name}/${name}.node.json`]: `${JSON.stringify({ node: `n8n-nodes-medsupply.${camel}`, nodeVersion: '1.0', codexVersion: '1.0', categories: ['Sales'] }, null, 2)}\n`,
    [`nodes/${name}/${camel}.svg`]: icon('#0b6e75'),
    [`nodes/${name}/${camel}.dark.svg`]: icon('#6fd3da'),
    [`credentials/MedSupply${name}Api.credentials.ts`]: `import type { IAuthenticateGeneric, Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

export class MedSupply${name}Api implements ICredentialType {
  name = '${credential}';

  displayName = 'MedSupply ${name} API';

  documentationUrl = 'https://github.com/medsupply/n8n-nodes-medsupply#readme';

  icon: Icon = { light: 'file:../nodes/${name}/${camel}.svg', dark: 'file:../nodes/${name}/${camel}.dark.svg' };

  properties: INodeProperties[] = [
    { displayName: 'Host', name: 'host', type: 'string', default: '', required: true, placeholder: 'api.example.com' },
    { displayName: 'Access Token', name: 'accessToken', type: 'string', typeOptions: { password: true }, default: '', required: true },
  ];

  authenticate: IAuthenticateGeneric = { type: 'generic', properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } } };

  test: ICredentialTestRequest = { request: { baseURL: '=https://{{$credentials.host}}', url: '/' } };
}
`,
    [`test/nodes/${name}/contract.test.ts`]: `import { ${camel} } from '../../../nodes/${name}/platform';
import { resources } from '../../../nodes/${name}/resources';
import { testPlatform } from '../../contract/platform';

testPlatform(${camel}, { resources, exampleHost: 'api.example.com', fixtures: '${id}' });
`,
  };
}
