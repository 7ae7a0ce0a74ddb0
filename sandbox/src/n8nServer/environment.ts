import path from 'node:path';
import type { N8nPaths } from './paths';

/** Where an n8n in queue mode keeps its jobs and its data. */
export interface QueueServices {
  readonly redis: { readonly port: number };
  readonly postgres: { readonly port: number; readonly user: string; readonly password: string; readonly database: string };
}

export interface EnvironmentOptions {
  readonly paths: N8nPaths;
  readonly userFolder: string;
  /** The process listens here, and its task broker on the port behind it. */
  readonly port: number;
  /** Address under which the platforms reach its webhooks; that of this process by default. */
  readonly webhookUrl?: string;
  readonly queue?: QueueServices;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Settings of an n8n under load, from the product's documentation (docs/queue-mode.md): isolates only where an expression is evaluated,
 * finished executions not kept, the rest pruned.
 */
export const THROUGHPUT_SETTINGS: Readonly<Record<string, string>> = {
  N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
  N8N_EXPRESSION_ENGINE_ALLOW_WEBHOOK_ISOLATE_SKIP: 'true',
  EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
  EXECUTIONS_DATA_PRUNE: 'true',
  EXECUTIONS_DATA_MAX_AGE: '24',
  EXECUTIONS_DATA_PRUNE_MAX_COUNT: '1000',
};

/** The environment of one n8n process of the sandbox: nothing leaves this machine, and no settings of the shell leak in. */
export function n8nEnvironment(options: EnvironmentOptions): NodeJS.ProcessEnv {
  const { paths, userFolder, port, queue, env = {} } = options;
  const binaries = [path.join(paths.server, 'node_modules/.bin'), path.join(paths.root, 'node_modules/.bin')].join(
    path.delimiter,
  );
  return {
    PATH: `${binaries}${path.delimiter}${process.env.PATH ?? ''}`,
    HOME: process.env.HOME ?? userFolder,
    // A start reads 60 MB of scripts; compiled once they load in half the time.
    NODE_COMPILE_CACHE: path.join(userFolder, 'compile-cache'),
    N8N_USER_FOLDER: userFolder,
    N8N_ENCRYPTION_KEY: 'sandbox-only-key',
    N8N_PORT: String(port),
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_HOST: '127.0.0.1',
    WEBHOOK_URL: `${options.webhookUrl ?? `http://127.0.0.1:${port}`}/`,
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
    ...(queue === undefined ? {} : queueEnvironment(queue, port)),
    ...env,
  };
}

function queueEnvironment({ redis, postgres }: QueueServices, port: number): Readonly<Record<string, string>> {
  return {
    EXECUTIONS_MODE: 'queue',
    QUEUE_BULL_REDIS_HOST: '127.0.0.1',
    QUEUE_BULL_REDIS_PORT: String(redis.port),
    // A worker answers /healthz here; main and webhook processes answer on their own port.
    QUEUE_HEALTH_CHECK_ACTIVE: 'true',
    QUEUE_HEALTH_CHECK_PORT: String(port),
    N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
    DB_TYPE: 'postgresdb',
    DB_POSTGRESDB_HOST: '127.0.0.1',
    DB_POSTGRESDB_PORT: String(postgres.port),
    DB_POSTGRESDB_DATABASE: postgres.database,
    DB_POSTGRESDB_USER: postgres.user,
    DB_POSTGRESDB_PASSWORD: postgres.password,
  };
}
