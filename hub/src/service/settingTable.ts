/** One setting, for flags, variables and help texts alike. */
export interface SettingDefinition {
  readonly flag: string;
  readonly argument: string;
  readonly help: string;
  readonly standard: string;
}

/** Flags of `medsupply hub start`; the variable of each is `MEDSUPPLY_HUB_` and its name in capitals. */
export const SETTINGS = {
  data: {
    flag: 'data',
    argument: '<dir>',
    help: 'folder of the store, the keys and the checkpoints',
    standard: './medsupply-hub',
  },
  store: {
    flag: 'store',
    argument: '<file or postgres://…>',
    help: 'SQLite file, or address of a PostgreSQL database',
    standard: 'medsupply-hub.sqlite in --data',
  },
  publicHost: { flag: 'public-host', argument: '<address>', help: 'where platforms are received', standard: '127.0.0.1' },
  publicPort: { flag: 'public-port', argument: '<port>', help: 'where platforms are received', standard: '8787' },
  privateHost: {
    flag: 'private-host',
    argument: '<address>',
    help: 'where the API, the Desk and the metrics are',
    standard: '127.0.0.1',
  },
  privatePort: {
    flag: 'private-port',
    argument: '<port>',
    help: 'where the API, the Desk and the metrics are',
    standard: '8788',
  },
  publicUrl: {
    flag: 'public-url',
    argument: '<url>',
    help: 'address of the public listener as platforms call it, https in production',
    standard: 'http://127.0.0.1:8787',
  },
  privateUrl: {
    flag: 'private-url',
    argument: '<url>',
    help: 'address of the private listener as people reach the Desk',
    standard: 'http://127.0.0.1:8788',
  },
  keyFile: {
    flag: 'key-file',
    argument: '<file>',
    help: 'key of the fields that are stored encrypted',
    standard: 'hub.key in --data',
  },
  auditKeyFile: {
    flag: 'audit-key-file',
    argument: '<file>',
    help: 'key that signs checkpoints',
    standard: 'audit.key in --data',
  },
  checkpoints: {
    flag: 'checkpoints',
    argument: '<dir>',
    help: 'where signed checkpoints are written',
    standard: 'checkpoints in --data',
  },
  retentionDays: { flag: 'retention-days', argument: '<days>', help: 'when bodies of settled events are erased', standard: '30' },
  trustProxy: {
    flag: 'trust-proxy',
    argument: '<addresses>',
    help: 'proxies whose X-Forwarded-For is believed, with commas between them',
    standard: 'none',
  },
  rateLimit: {
    flag: 'rate-limit',
    argument: '<requests>',
    help: 'requests to the public listener in ten seconds, per address and per source',
    standard: '20000',
  },
  publicBodyLimit: { flag: 'public-body-limit', argument: '<bytes>', help: 'largest delivery', standard: '2097152' },
  privateBodyLimit: { flag: 'private-body-limit', argument: '<bytes>', help: 'largest request to the API', standard: '8388608' },
  logLevel: { flag: 'log-level', argument: '<level>', help: 'debug, info, warn or error', standard: 'info' },
} as const satisfies Readonly<Record<string, SettingDefinition>>;

/** Name of a setting. */
export type SettingName = keyof typeof SETTINGS;

/** Variable of a setting: `MEDSUPPLY_HUB_PUBLIC_PORT`. */
export function variableOf(name: SettingName): string {
  return `MEDSUPPLY_HUB_${SETTINGS[name].flag.replaceAll('-', '_').toUpperCase()}`;
}
