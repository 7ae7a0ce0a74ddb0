import path from 'node:path';
import { SETTINGS, variableOf, type SettingName } from './settingTable';

/** How much the hub writes to its log. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Everything that can be set about a hub. */
export interface HubSettings {
  /** Folder of what is not named singly. */
  readonly dataDir: string;
  /** Path of an SQLite file, or a `postgres://` address. */
  readonly store: string;
  readonly publicHost: string;
  readonly publicPort: number;
  readonly privateHost: string;
  readonly privatePort: number;
  /** What platforms call: the address of the public listener as they see it. */
  readonly publicUrl: string;
  /** Address of the private listener as people reach the Desk; with https, its cookie is sent on https only. */
  readonly privateUrl: string;
  /** AES key of sealed fields. */
  readonly keyFile: string;
  /** Ed25519 private key of checkpoints, PEM. */
  readonly auditKeyFile: string;
  /** Folder in which checkpoints are written; best on another host. */
  readonly checkpointsDir: string;
  /** Days after which bodies and personal fields of settled events are erased. */
  readonly retentionDays: number;
  /** Addresses or networks of proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[];
  /** Requests that one address, and one intake token, may send in ten seconds. */
  readonly requestsPerTenSeconds: number;
  /** Largest body of a delivery. */
  readonly publicBodyLimitBytes: number;
  /** Largest body of a request to the API. */
  readonly privateBodyLimitBytes: number;
  readonly logLevel: LogLevel;
}

/** A setting cannot be used; the message names it, as a flag and as a variable, and never shows an address with a password. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
const MAX_PORT = 65_535;
const MAX_BODY_BYTES = 256 * 1024 * 1024;

/**
 * Reads the settings; a flag goes before its variable.
 * @param flags as commander gives them: camel case of the flag
 * @throws SettingsError for the first one that cannot be used
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Partial<Record<string, string>>> = {},
): HubSettings {
  const given = (name: SettingName): string | undefined => {
    const flag = SETTINGS[name].flag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const value = flags[flag] ?? environment[variableOf(name)];
    return value === undefined || value.trim() === '' ? undefined : value.trim();
  };
  const whole = (name: SettingName, min: number, max: number): number => {
    const text = given(name) ?? SETTINGS[name].standard;
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) throw wrong(name, `takes a whole number from ${min} to ${max}`);
    return value;
  };
  const dataDir = path.resolve(given('data') ?? SETTINGS.data.standard);
  const publicPort = whole('publicPort', 0, MAX_PORT);
  const privatePort = whole('privatePort', 0, MAX_PORT);
  return {
    dataDir,
    store: storeOf(given('store'), dataDir),
    publicHost: given('publicHost') ?? SETTINGS.publicHost.standard,
    publicPort,
    privateHost: given('privateHost') ?? SETTINGS.privateHost.standard,
    privatePort,
    publicUrl: urlOf('publicUrl', given('publicUrl') ?? `http://127.0.0.1:${publicPort}`),
    privateUrl: urlOf('privateUrl', given('privateUrl') ?? `http://127.0.0.1:${privatePort}`),
    keyFile: path.resolve(given('keyFile') ?? path.join(dataDir, 'hub.key')),
    auditKeyFile: path.resolve(given('auditKeyFile') ?? path.join(dataDir, 'audit.key')),
    checkpointsDir: path.resolve(given('checkpoints') ?? path.join(dataDir, 'checkpoints')),
    retentionDays: whole('retentionDays', 1, 36_500),
    trustProxy: proxiesOf(given('trustProxy')),
    requestsPerTenSeconds: whole('rateLimit', 1, 100_000_000),
    publicBodyLimitBytes: whole('publicBodyLimit', 1_024, MAX_BODY_BYTES),
    privateBodyLimitBytes: whole('privateBodyLimit', 1_024, MAX_BODY_BYTES),
    logLevel: levelOf(given('logLevel') ?? SETTINGS.logLevel.standard),
  };
}

function wrong(name: SettingName, what: string): SettingsError {
  return new SettingsError(`--${SETTINGS[name].flag} (${variableOf(name)}) ${what}`);
}

function storeOf(text: string | undefined, dataDir: string): string {
  if (text === undefined) return path.join(dataDir, 'medsupply-hub.sqlite');
  if (/^postgres(?:ql)?:\/\//.test(text)) {
    if (!URL.canParse(text))
      throw wrong('store', 'is not a readable address (special characters of a password have to be percent-encoded)');
    return text;
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) throw wrong('store', 'takes a file or an address that begins with postgres://');
  return path.resolve(text);
}

function urlOf(name: SettingName, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw wrong(name, 'takes an address such as https://hub.example.com, without user name, query or fragment');
  }
  return url.href.replace(/\/+$/, '');
}

function proxiesOf(text: string | undefined): readonly string[] {
  if (text === undefined || text === 'none') return [];
  const parts = text.split(',').map((part) => part.trim());
  const isAddress = (part: string) => /^(?:[0-9.]+|[0-9a-f:.]+)(?:\/\d{1,3})?$|^(?:loopback|linklocal|uniquelocal)$/i.test(part);
  if (!parts.every(isAddress)) {
    throw wrong(
      'trustProxy',
      'takes addresses or networks such as 10.0.0.5,10.1.0.0/16; "true" would believe whatever a client writes',
    );
  }
  return parts;
}

function levelOf(text: string): LogLevel {
  const level = LEVELS.find((known) => known === text);
  if (level === undefined) throw wrong('logLevel', `takes one of ${LEVELS.join(', ')}`);
  return level;
}

export { SETTINGS, variableOf, type SettingDefinition } from './settingTable';
