import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { n8nCommand } from './command';
import { n8nEnvironment, type EnvironmentOptions } from './environment';
import { installPack } from './pack';

/** A credential for `import:credentials`; nodes refer to it by id and name. */
export interface ImportedCredential {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface PrepareOptions extends EnvironmentOptions {
  readonly credentials: readonly ImportedCredential[];
  /** Workflow JSON; nodes get the imported credential of each type they ask for. */
  readonly workflows: readonly object[];
  /** Publishes the workflows, all of them or those with these ids. */
  readonly publish: boolean | readonly string[];
  readonly log?: (line: string) => void;
}

interface WorkflowLike {
  readonly id: string;
  readonly nodes: readonly { readonly credentials?: Readonly<Record<string, { id: string; name: string }>> }[];
}

/** Puts pack, credentials and workflows into a user folder (and its database), as an operator would before the first start. */
export function prepareN8n(options: PrepareOptions): void {
  const { paths, userFolder, log = () => {} } = options;
  mkdirSync(userFolder, { recursive: true });
  installPack(paths, userFolder);
  const env = n8nEnvironment(options);
  if (options.credentials.length > 0) {
    log('importing credentials');
    importJson('import:credentials', options.credentials);
  }
  if (options.workflows.length === 0) return;
  const workflows = options.workflows.map((workflow) => withCredentials(workflow as WorkflowLike, options.credentials));
  log(`importing ${workflows.length === 1 ? `workflow ${workflows[0]?.id ?? ''}` : `${workflows.length} workflows`}`);
  importJson('import:workflow', workflows);
  const published = options.publish === true ? workflows.map(({ id }) => id) : options.publish || [];
  for (const id of published) n8nCommand(paths, env, ['publish:workflow', `--id=${id}`]);

  function importJson(command: string, content: unknown): void {
    const file = path.join(userFolder, 'import.json');
    writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
    n8nCommand(paths, env, [command, `--input=${file}`]);
    rmSync(file);
  }
}

/** Points every node at the imported credential of the type it asks for. */
function withCredentials(workflow: WorkflowLike, credentials: readonly ImportedCredential[]): WorkflowLike {
  const byType = new Map(credentials.map(({ type, id, name }) => [type, { id, name }]));
  return {
    ...workflow,
    nodes: workflow.nodes.map((node) => {
      if (node.credentials === undefined) return node;
      const wired = Object.entries(node.credentials).map(([type, current]) => [type, byType.get(type) ?? current] as const);
      return { ...node, credentials: Object.fromEntries(wired) };
    }),
  };
}
