import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { SETTINGS, variableOf } from '../../src/service/settings';

interface Service {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
}

const folder = path.resolve(__dirname, '../../../deploy');
const file = path.join(folder, 'docker-compose.yml');
const text = readFileSync(file, 'utf8');
const { services, volumes } = parse(text, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const example = Object.fromEntries(
  [...readFileSync(path.join(folder, 'example.env'), 'utf8').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [
    name ?? '',
    value ?? '',
  ]),
);

test('the compose file describes n8n in queue mode with two workers, and two hub replicas on one PostgreSQL', () => {
  expect(Object.keys(services).sort()).toEqual(
    ['hub-1', 'hub-2', 'hub-folders', 'n8n-main', 'n8n-worker-1', 'n8n-worker-2', 'postgres', 'proxy', 'redis'].sort(),
  );
  const [one, two] = [services['hub-1'], services['hub-2']];
  expect(two?.environment).toEqual(one?.environment);
  expect(two?.volumes).toEqual(one?.volumes);
  expect(one?.environment?.['MEDSUPPLY_HUB_STORE']).toMatch(/^postgres:\/\//);
  for (const name of ['n8n-main', 'n8n-worker-1', 'n8n-worker-2'])
    expect(services[name]?.environment).toMatchObject({ EXECUTIONS_MODE: 'queue' });
  expect(services['n8n-worker-2']?.command?.[0]).toBe('worker');
});

test('only the proxy can be reached from outside', () => {
  expect(
    Object.entries(services)
      .filter(([, { ports }]) => ports !== undefined)
      .map(([name]) => name),
  ).toEqual(['proxy']);
});

test('no image floats, and n8n is the version that the pack is tested with', () => {
  for (const { image } of Object.values(services)) expect(image).toMatch(/:[\w.-]*\d/);
  const { devDependencies } = JSON.parse(readFileSync(path.resolve(folder, '../package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(services['n8n-main']?.image).toContain(`:${devDependencies['n8n-core']}`);
});

test('every variable of the hub is one of its settings', () => {
  const known = (Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]).map(variableOf);
  const used = Object.keys(services['hub-1']?.environment ?? {}).filter((name) => name.startsWith('MEDSUPPLY_'));
  expect(known).toEqual(expect.arrayContaining(used));
});

test('what has to be filled in stands in the example, and no password is in the file', () => {
  const needed = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? '');
  expect(Object.keys(example)).toEqual(expect.arrayContaining([...new Set(needed)]));
  for (const [name, value] of Object.entries(example)) if (/PASSWORD|KEY/.test(name)) expect([name, value]).toEqual([name, '']);
});

test('services wait for others that exist and say when they are healthy', () => {
  for (const { depends_on: needs = {} } of Object.values(services)) {
    for (const [name, { condition }] of Object.entries(needs)) {
      expect(services[name]).toBeDefined();
      if (condition === 'service_healthy') expect([name, services[name]?.healthcheck]).toEqual([name, expect.any(Object)]);
    }
  }
});

test('every volume is declared and every file that is mounted is here', () => {
  for (const mount of Object.values(services).flatMap(({ volumes: own = [] }) => own)) {
    const [source = ''] = mount.split(':');
    if (!source.startsWith('.')) expect(Object.keys(volumes)).toContain(source);
    // The unpacked pack is made by whoever deploys.
    else if (!source.startsWith('./pack/')) expect([source, existsSync(path.join(folder, source))]).toEqual([source, true]);
  }
  expect(statSync(path.join(folder, 'postgres-init.sh')).mode & 0o111).not.toBe(0);
});

const compose = spawnSync('docker', ['compose', 'version']).status === 0 ? test : test.skip;
compose('docker compose reads the file', () => {
  const env = Object.fromEntries(Object.entries(example).map(([name, value]) => [name, value === '' ? 'x' : value]));
  const { status, stderr } = spawnSync('docker', ['compose', '--file', file, 'config', '--quiet'], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  expect([status, stderr]).toEqual([0, '']);
});
