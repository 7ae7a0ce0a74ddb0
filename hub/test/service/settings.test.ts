import path from 'node:path';
import { readSettings, SETTINGS, variableOf } from '../../src/service/settings';

test('without settings everything lies in one folder and both listeners are on loopback', () => {
  const settings = readSettings({});
  const data = path.resolve('medsupply-hub');
  expect(settings).toMatchObject({
    dataDir: data,
    store: path.join(data, 'medsupply-hub.sqlite'),
    keyFile: path.join(data, 'hub.key'),
    auditKeyFile: path.join(data, 'audit.key'),
    checkpointsDir: path.join(data, 'checkpoints'),
    publicHost: '127.0.0.1',
    publicPort: 8787,
    privateHost: '127.0.0.1',
    privatePort: 8788,
    publicUrl: 'http://127.0.0.1:8787',
    retentionDays: 30,
    trustProxy: [],
    logLevel: 'info',
  });
});

test('a flag goes before its variable', () => {
  const environment = { MEDSUPPLY_HUB_PUBLIC_PORT: '1111', MEDSUPPLY_HUB_PRIVATE_PORT: '2222' };
  expect(readSettings(environment, { publicPort: '3333' })).toMatchObject({ publicPort: 3333, privatePort: 2222 });
});

test('an empty variable counts as not set, as docker compose writes it', () => {
  expect(readSettings({ MEDSUPPLY_HUB_STORE: '', MEDSUPPLY_HUB_RETENTION_DAYS: ' ' })).toMatchObject({ retentionDays: 30 });
});

test('a public address loses its last slash, so that intake addresses have one only', () => {
  expect(readSettings({}, { publicUrl: 'https://hub.example.com/medsupply/' }).publicUrl).toBe(
    'https://hub.example.com/medsupply',
  );
});

test('a PostgreSQL address is taken as it is', () => {
  expect(readSettings({}, { store: 'postgres://hub:pw@db/hub' }).store).toBe('postgres://hub:pw@db/hub');
});

test.each([
  ['publicPort', 'eighty', 'from 0 to 65535'],
  ['publicPort', '70000', 'from 0 to 65535'],
  ['retentionDays', '0', 'from 1 to'],
  ['publicUrl', 'hub.example.com', 'https://hub.example.com'],
  ['publicUrl', 'https://user:pw@hub.example.com', 'without user name'],
  ['store', 'mysql://db/hub', 'postgres://'],
  ['trustProxy', 'true', 'addresses or networks'],
  ['trustProxy', 'proxy.local', 'addresses or networks'],
  ['logLevel', 'chatty', 'debug, info, warn, error'],
])('%s does not take "%s", and the error names flag and variable', (flag, value, words) => {
  const read = () => readSettings({}, { [flag]: value });
  expect(read).toThrow(words);
  expect(read).toThrow(/--[a-z-]+ \(MEDSUPPLY_HUB_[A-Z_]+\)/);
});

test('an address with a password never stands in an error', () => {
  const read = () => readSettings({}, { store: 'postgres://hub:p%ZZ ss@[bad' });
  expect(read).toThrow('percent-encoded');
  expect(read).not.toThrow(/p%ZZ/);
});

test('every setting has a variable of its own', () => {
  const names = (Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]).map(variableOf);
  expect(new Set(names).size).toBe(names.length);
});
