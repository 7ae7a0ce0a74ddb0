import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { N8nPaths } from './paths';

/** A credential for `import:credentials`; nodes refer to it by id and name. */
export interface ImportedCredential {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface N8nServerOptions {
  readonly paths: N8nPaths;
  readonly port: number;
  /** Keeps its data here; a fresh temporary folder otherwise. */
  readonly userFolder?: string;
  readonly credentials: readonly ImportedCredential[];
  /** Workflow JSON; nodes get the imported credential of each type they ask for. */
  readonly workflows: readonly object[];
  /** Publishes the workflows before the start. */
  readonly publish: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

export interface N8nServer {
  readonly url: string;
  readonly logFile: string;
  readonly pid: number;
  stop(): Promise<void>;
}

interface WorkflowLike {
  readonly id: string;
  readonly nodes: readonly { readonly credentials?: Readonly<Record<string, { id: string; name: string }>> }[];
}

const READY_TIMEOUT_MS = 120_000;

/** Starts the real n8n with the packed pack, the given credentials and workflows; resolves when it answers. */
export async function startN8nServer(options: N8nServerOptions): Promise<N8nServer> {
  const { paths, port, log = () => {} } = options;
  const userFolder = options.userFolder ?? mkdtempSync(path.join(tmpdir(), 'medsupply-n8n-'));
  const dataFolder = path.join(userFolder, '.n8n');
  installPack(paths, dataFolder);
  const env = environment(options, userFolder);

  if (options.credentials.length > 0) {
    log('importing credentials');
    const file = path.join(userFolder, 'credentials.json');
    writeFileSync(file, JSON.stringify(options.credentials), { mode: 0o600 });
    n8nCommand(paths, env, ['import:credentials', `--input=${file}`]);
    rmSync(file);
  }
  for (const workflow of options.workflows) {
    const prepared = withCredentials(workflow as WorkflowLike, options.credentials);
    log(`importing workflow ${prepared.id}`);
    const file = path.join(userFolder, `${prepared.id}.json`);
    writeFileSync(file, JSON.stringify(prepared));
    n8nCommand(paths, env, ['import:workflow', `--input=${file}`]);
    if (options.publish) n8nCommand(paths, env, ['publish:workflow', `--id=${prepared.id}`]);
  }

  log('starting n8n');
  const logFile = path.join(userFolder, 'n8n.log');
  const output = createWriteStream(logFile);
  const child = spawn(paths.nodeBinary, [path.join(paths.server, 'node_modules/n8n/bin/n8n'), 'start'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(output);
  child.stderr.pipe(output);
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(url, child, logFile);
  return {
    url,
    logFile,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
        await ended;
        clearTimeout(timer);
      }
      if (options.userFolder === undefined) rmSync(userFolder, { recursive: true, force: true });
    },
  };
}

/** Packs the pack as npm would publish it and puts it where n8n looks for community packages. */
function installPack(paths: N8nPaths, dataFolder: string): void {
  const work = path.join(paths.root, '.run/pack');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--workspaces=false', '--pack-destination', work], {
    cwd: paths.root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const tarball = readdirSync(work).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack made no tarball');
  execFileSync('tar', ['-xzf', path.join(work, tarball), '-C', work]);
  const modules = path.join(dataFolder, 'nodes/node_modules');
  mkdirSync(modules, { recursive: true });
  const target = path.join(modules, 'n8n-nodes-medsupply');
  rmSync(target, { recursive: true, force: true });
  symlinkSync(path.join(work, 'package'), target, 'dir');
}

function environment({ paths, port, env = {} }: N8nServerOptions, userFolder: string): NodeJS.ProcessEnv {
  const binaries = [path.join(paths.server, 'node_modules/.bin'), path.join(paths.root, 'node_modules/.bin')].join(
    path.delimiter,
  );
  return {
    PATH: `${binaries}${path.delimiter}${process.env.PATH ?? ''}`,
    HOME: process.env.HOME ?? userFolder,
    N8N_USER_FOLDER: userFolder,
    N8N_ENCRYPTION_KEY: 'sandbox-only-key',
    N8N_PORT: String(port),
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_HOST: '127.0.0.1',
    WEBHOOK_URL: `http://127.0.0.1:${port}/`,
    N8N_RUNNERS_BROKER_PORT: String(port + 1),
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_PERSONALIZATION_ENABLED: 'false',
    N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
    N8N_SECURE_COOKIE: 'false',
    N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
    N8N_EXPRESSION_ENGINE_ALLOW_WEBHOOK_ISOLATE_SKIP: 'true',
    GENERIC_TIMEZONE: 'Asia/Shanghai',
    ...env,
  };
}

function n8nCommand(paths: N8nPaths, env: NodeJS.ProcessEnv, args: readonly string[]): void {
  try {
    execFileSync(paths.nodeBinary, [path.join(paths.server, 'node_modules/n8n/bin/n8n'), ...args], { env, stdio: 'pipe' });
  } catch (error) {
    const output = error as { stdout?: Buffer; stderr?: Buffer };
    throw new Error(`n8n ${args[0] ?? ''} failed:\n${String(output.stdout ?? '')}${String(output.stderr ?? '')}`.slice(0, 4000));
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

/** `/healthz` answers before the routes exist: the server is ready when its login route does. */
async function waitUntilReady(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`n8n ended with exit code ${child.exitCode}; its log is ${logFile}`);
    try {
      const response = await fetch(`${url}/rest/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      if (response.status !== 404 && response.status < 500) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  child.kill('SIGKILL');
  throw new Error(`n8n was not ready within ${READY_TIMEOUT_MS / 1000} s; its log is ${logFile}`);
}
