import type {
  ICredentialsHelper,
  IExecuteData,
  INode,
  INodeExecutionData,
  IRun,
  IRunExecutionData,
  IWorkflowExecuteAdditionalData,
  IWebhookData,
  Workflow,
  WorkflowExecuteMode,
} from 'n8n-workflow';
import type { CredentialData } from './credentials';
import { createCredentialsHelper } from './credentials';
import type { N8n } from './n8n';
import { loadN8n } from './n8n';
import type { Registry } from './nodeTypes';
import { loadRegistry } from './nodeTypes';
import { describeExecution } from './describeExecution';
import type { Execution, Template } from './template';
import type { WebhookServer } from './webhookServer';
import { startWebhookServer } from './webhookServer';

export interface EngineOptions {
  /** Folder of the built pack (package.json and dist/). */
  readonly packFolder: string;
  /** Decrypted credentials by type. */
  readonly credentials: CredentialData;
  /** Port of the webhook listener on 127.0.0.1; 0 takes a free one. */
  readonly port?: number;
}

interface Active {
  readonly template: Template;
  readonly workflow: Workflow;
}

/**
 * Runs shipped templates in this process on n8n-core, with n8n's built-in nodes and this pack: no server, no database, no editor.
 * It activates triggers (registers their webhooks with the platform), receives webhooks over HTTP and keeps every execution.
 */
export class Engine {
  readonly executions: Execution[] = [];
  private readonly active = new Map<string, Active>();
  private readonly running = new Set<Promise<unknown>>();
  private nextExecution = 1;

  private constructor(
    private readonly n8n: N8n,
    private readonly registry: Registry,
    private readonly server: WebhookServer,
    private readonly credentialsHelper: ICredentialsHelper,
  ) {}

  static async start(options: EngineOptions): Promise<Engine> {
    const n8n = loadN8n();
    const registry = await loadRegistry(n8n, options.packFolder);
    const server = await startWebhookServer(options.port ?? 0);
    return new Engine(n8n, registry, server, createCredentialsHelper(n8n, registry, options.credentials));
  }

  /** Base address of the webhooks. */
  get url(): string {
    return this.server.url;
  }

  /** Publishes a template: its triggers register with their platforms, its webhooks answer. */
  async activate(template: Template): Promise<void> {
    const workflow = this.createWorkflow(template, true);
    this.active.set(template.id, { template, workflow });
    for (const node of template.nodes) {
      if (node.disabled === true) continue;
      for (const webhook of this.webhooksOf(workflow, node)) {
        const context = new this.n8n.core.HookContext(
          workflow,
          node,
          webhook.workflowExecuteAdditionalData,
          'trigger',
          'activate',
          webhook,
        );
        const methods = this.registry.nodeTypes.getByNameAndVersion(node.type, node.typeVersion).webhookMethods?.default;
        const exists = methods === undefined || (await methods.checkExists.call(context));
        if (!exists) await methods?.create.call(context);
        this.server.route(webhook.path, (exchange) => this.receive(template, workflow, node, webhook, exchange));
      }
    }
  }

  /** Address of a trigger's production webhook. */
  webhookUrl(template: Template, nodeName: string): string {
    const active = this.active.get(template.id);
    const node = template.nodes.find(({ name }) => name === nodeName);
    const webhook = active === undefined || node === undefined ? undefined : this.webhooksOf(active.workflow, node)[0];
    if (webhook === undefined) throw new Error(`"${nodeName}" of "${template.name}" has no active webhook`);
    return `${this.server.url}/webhook/${webhook.path}`;
  }

  /** Withdraws a template: its triggers unregister. */
  async deactivate(template: Template): Promise<void> {
    const active = this.active.get(template.id);
    if (active === undefined) return;
    this.active.delete(template.id);
    for (const node of template.nodes) {
      for (const webhook of this.webhooksOf(active.workflow, node)) {
        const context = new this.n8n.core.HookContext(
          active.workflow,
          node,
          webhook.workflowExecuteAdditionalData,
          'trigger',
          'activate',
          webhook,
        );
        await this.registry.nodeTypes
          .getByNameAndVersion(node.type, node.typeVersion)
          .webhookMethods?.default?.delete.call(context);
        this.server.unroute(webhook.path);
      }
    }
  }

  /**
   * Runs a template once from one of its triggers, as a person does with "Execute workflow".
   * @param startNode name of the trigger; default: the first one
   * @param items what the trigger shall emit; without it the trigger's own code runs
   */
  async run(template: Template, startNode?: string, items?: readonly Readonly<Record<string, unknown>>[]): Promise<Execution> {
    const workflow = this.createWorkflow(template, false);
    const start = startNode === undefined ? workflow.getStartNode() : workflow.getNode(startNode);
    if (start === undefined || start === null)
      throw new Error(`"${template.name}" has no trigger${startNode === undefined ? '' : ` "${startNode}"`}`);
    if (items === undefined)
      return await this.execute(
        template,
        'manual',
        (additionalData) =>
          new this.n8n.core.WorkflowExecute(additionalData, 'manual').run({ workflow, startNode: start }) as Promise<IRun>,
      );
    return await this.executeFrom(
      template,
      workflow,
      start,
      [items.map((json) => ({ json: json as INodeExecutionData['json'] }))],
      'manual',
    );
  }

  /** Resolves when no execution is under way. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled([...this.running]);
  }

  async close(): Promise<void> {
    await this.idle();
    for (const { template } of [...this.active.values()]) await this.deactivate(template);
    await this.server.close();
  }

  private createWorkflow(template: Template, active: boolean): Workflow {
    const { id, name, nodes, connections, settings } = template;
    return new this.n8n.workflow.Workflow({
      id,
      name,
      nodes,
      connections,
      nodeTypes: this.registry.nodeTypes,
      active,
      settings: { executionOrder: 'v1', ...settings },
      staticData: {},
    });
  }

  private additionalData(template: Template, mode: WorkflowExecuteMode, executionId: string): IWorkflowExecuteAdditionalData {
    const { url } = this.server;
    const hooks = new this.n8n.core.ExecutionLifecycleHooks(mode, executionId, { ...template, active: true } as never);
    return {
      hooks,
      executionId,
      currentNodeExecutionIndex: 0,
      variables: {},
      credentialsHelper: this.credentialsHelper,
      restApiUrl: url,
      instanceBaseUrl: url,
      webhookBaseUrl: `${url}/webhook`,
      webhookWaitingBaseUrl: `${url}/webhook-waiting`,
      webhookTestBaseUrl: `${url}/webhook-test`,
      formBaseUrl: `${url}/form`,
      formTestBaseUrl: `${url}/form-test`,
      formWaitingBaseUrl: `${url}/form-waiting`,
      mcpBaseUrl: `${url}/mcp`,
      mcpTestBaseUrl: `${url}/mcp-test`,
      logAiEvent: () => {},
      getRunExecutionData: async () => undefined,
      executeWorkflow: async () => {
        throw new Error('The in-process engine runs no sub-workflows');
      },
    } as unknown as IWorkflowExecuteAdditionalData;
  }

  private webhooksOf(workflow: Workflow, node: INode): IWebhookData[] {
    const type = this.registry.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
    return (type.description.webhooks ?? []).map((webhookDescription) => ({
      httpMethod: 'POST',
      node: node.name,
      path: this.n8n.workflow.NodeHelpers.getNodeWebhookPath(
        workflow.id,
        node,
        String(webhookDescription.path),
        webhookDescription.isFullPath === true,
      ),
      webhookDescription,
      workflowId: workflow.id,
      workflowExecuteAdditionalData: this.additionalData(
        { id: workflow.id, name: workflow.name ?? '', nodes: [], connections: {} },
        'trigger',
        'activation',
      ),
    }));
  }

  private async receive(
    template: Template,
    workflow: Workflow,
    node: INode,
    webhook: IWebhookData,
    exchange: { request: unknown; response: unknown },
  ): Promise<boolean> {
    const additionalData = this.additionalData(template, 'webhook', 'webhook');
    Object.assign(additionalData, { httpRequest: exchange.request, httpResponse: exchange.response });
    const context = new this.n8n.core.WebhookContext(
      workflow,
      node,
      additionalData,
      'webhook',
      webhook,
      [],
      this.n8n.workflow.createRunExecutionData(),
    );
    const type = this.registry.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
    const result = await type.webhook?.call(context as never);
    if (result?.workflowData !== undefined)
      void this.track(this.executeFrom(template, workflow, node, result.workflowData, 'webhook'));
    return result?.noWebhookResponse === true;
  }

  private track<T>(work: Promise<T>): Promise<T> {
    this.running.add(work);
    void work.finally(() => this.running.delete(work)).catch(() => {});
    return work;
  }

  private async executeFrom(
    template: Template,
    workflow: Workflow,
    start: INode,
    data: readonly (INodeExecutionData[] | null)[],
    mode: WorkflowExecuteMode,
  ): Promise<Execution> {
    const stack: IExecuteData[] = [{ node: start, data: { main: [...data] }, source: null }];
    const runData: IRunExecutionData = this.n8n.workflow.createRunExecutionData({
      executionData: { nodeExecutionStack: stack },
    } as never);
    return await this.execute(
      template,
      mode,
      (additionalData) =>
        new this.n8n.core.WorkflowExecute(additionalData, mode, runData).processRunExecutionData(workflow) as Promise<IRun>,
    );
  }

  private async execute(
    template: Template,
    mode: WorkflowExecuteMode,
    start: (additionalData: IWorkflowExecuteAdditionalData) => Promise<IRun>,
  ): Promise<Execution> {
    const id = String(this.nextExecution++);
    const startedAtMs = Date.now();
    const run = await this.track(start(this.additionalData(template, mode, id)));
    const execution = describeExecution(id, template, run, startedAtMs);
    this.executions.push(execution);
    return execution;
  }
}
