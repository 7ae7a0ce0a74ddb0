import type {
  ICredentialDataDecryptedObject,
  IHttpRequestHelper,
  IHttpRequestOptions,
  INodeExecutionData,
  INodeType,
  Workflow as WorkflowType,
} from 'n8n-workflow';
import { MedSupplyTrytonApi } from '../../../../credentials/MedSupplyTrytonApi.credentials';
import { Erp } from '../../../../nodes/Erp/Erp.node';

export interface NodeRun {
  readonly items: readonly INodeExecutionData[];
  readonly errorItems: readonly INodeExecutionData[];
  readonly error?: { readonly message: string; readonly description?: string | null };
}

/** The credential as n8n keeps it; `sessionToken` changes when the node signs in. */
export type StoredCredential = ICredentialDataDecryptedObject;

const NODE_TYPE = 'n8n-nodes-medsupply.erp';

/** A node that hands its items on: the start of the workflow. */
const start: INodeType = {
  description: {
    displayName: 'Start',
    name: 'start',
    group: ['trigger'],
    version: 1,
    description: 'Start',
    defaults: { name: 'Start' },
    inputs: [],
    outputs: ['main'],
    properties: [],
  },
  async execute() {
    return [this.getInputData()];
  },
};

/**
 * Runs the ERP node on n8n's own engine (n8n-core), with its HTTP client and the pack's credential: sign-in, session, the second
 * sign-in after a 401, error output and item linking are n8n's.
 */
export async function runErpNode(
  credential: StoredCredential,
  parameters: Readonly<Record<string, unknown>>,
  items: readonly object[],
  onError = 'stopWorkflow',
): Promise<NodeRun> {
  process.env.N8N_LOG_LEVEL = 'silent';
  process.env.N8N_ENCRYPTION_KEY ??= 'test-only';
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- n8n-core reads the variables above when it is loaded
  const { WorkflowExecute, ExecutionLifecycleHooks } = require('n8n-core') as typeof import('n8n-core');
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Workflow, createRunExecutionData } = require('n8n-workflow') as typeof import('n8n-workflow');
  const nodes = [
    { id: 's', name: 'Start', type: 'test.start', typeVersion: 1, position: [0, 0] as [number, number], parameters: {} },
    {
      id: 'e',
      name: 'MedSupply ERP',
      type: NODE_TYPE,
      typeVersion: 1,
      position: [200, 0] as [number, number],
      parameters: { system: 'tryton', ...parameters } as never,
      credentials: { medSupplyTrytonApi: { id: '1', name: 'Tryton' } },
      onError: onError as never,
    },
  ];
  const connections = { Start: { main: [[{ node: 'MedSupply ERP', type: 'main' as const, index: 0 }]] } };
  const erp = new Erp();
  const getByNameAndVersion = (type: string): INodeType => (type === NODE_TYPE ? erp : start);
  const nodeTypes = { getByName: getByNameAndVersion, getByNameAndVersion, getKnownTypes: () => ({}) };
  const workflow: WorkflowType = new Workflow({
    id: 'w',
    name: 'w',
    nodes,
    connections,
    nodeTypes,
    active: false,
    settings: { executionOrder: 'v1' },
  });
  const base = 'http://127.0.0.1:5678';
  const additionalData = {
    hooks: new ExecutionLifecycleHooks('manual', '1', { id: 'w', name: 'w', nodes, connections } as never),
    executionId: '1',
    currentNodeExecutionIndex: 0,
    variables: {},
    credentialsHelper: credentialsHelper(credential),
    webhookWaitingBaseUrl: base,
    formWaitingBaseUrl: base,
    webhookBaseUrl: base,
    webhookTestBaseUrl: base,
    restApiUrl: base,
    instanceBaseUrl: base,
    formBaseUrl: base,
    formTestBaseUrl: base,
  };
  const stack = [{ node: workflow.getNode('Start'), data: { main: [items.map((json) => ({ json }))] }, source: null }];
  const runData = createRunExecutionData({ executionData: { nodeExecutionStack: stack } } as never);
  const run = await new WorkflowExecute(additionalData as never, 'manual', runData).processRunExecutionData(workflow);
  const last = run.data.resultData.runData['MedSupply ERP']?.at(-1);
  const [success, errors] = last?.data?.main ?? [];
  const error = last?.error ?? run.data.resultData.error;
  return { items: success ?? [], errorItems: errors ?? [], error: error as NodeRun['error'] };
}

/** Does what n8n's server does with an expirable credential: sign in when the session is empty, and again when n8n-core asks. */
function credentialsHelper(stored: StoredCredential) {
  const type = new MedSupplyTrytonApi();
  return {
    getParentTypes: () => [],
    isCredentialUsableByNode: () => true,
    getCredentialsProperties: () => type.properties,
    getDecrypted: async () => ({ ...stored }),
    getCredentials: async () => ({}),
    async preAuthentication(
      helpers: IHttpRequestHelper,
      credentials: StoredCredential,
      _type: string,
      _node: unknown,
      expired: boolean,
    ) {
      if (!expired && credentials.sessionToken !== '' && credentials.sessionToken !== undefined) return undefined;
      const fetched = await type.preAuthentication.call(helpers, credentials);
      Object.assign(stored, fetched);
      return { ...credentials, ...fetched };
    },
    runPreAuthentication: async () => undefined,
    authenticate: (credentials: StoredCredential, _type: string, options: IHttpRequestOptions) =>
      type.authenticate(credentials, options),
    updateCredentials: async () => undefined,
    updateCredentialsOauthTokenData: async () => undefined,
  };
}
