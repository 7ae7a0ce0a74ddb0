// A hub of its own for demo and canvas: the built service as a process, with its data in a folder that is made anew.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const { createHubKey, freePort, hubProcess, medsupply, prepareHub } = createRequire(import.meta.url)(
  '../../sandbox/dist/index.js',
);
const UNFINISHED = ['ready', 'leased', 'unknown'];

/** Starts a hub and makes a key for n8n, a key that reads everything, and an account for the Desk. */
export async function startSandboxHub(root, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [publicPort, privatePort] = [await freePort(), await freePort()];
  const options = {
    nodeBinary: process.execPath,
    cli: path.join(root, 'hub/dist/cli.js'),
    folder,
    store: path.join(folder, 'hub/hub.sqlite'),
    publicUrl: `http://127.0.0.1:${publicPort}`,
  };
  const place = ['--data', path.join(folder, 'hub'), '--store', options.store];
  const apiKey = prepareHub(options, 'n8n');
  const reader = createHubKey(options, 'admin');
  const user = signIn(medsupply(options, ['hub', 'user', 'add', ...place, '--name', 'demo']));
  const startable = hubProcess(options, { name: 'hub', publicPort, privatePort });
  let running = await startable.start();
  const url = `http://127.0.0.1:${privatePort}`;
  const get = async (route) => {
    const response = await fetch(`${url}${route}`, { headers: { authorization: `Bearer ${reader}` } });
    if (!response.ok) throw new Error(`The hub answered ${response.status} to ${route.split('?')[0]}`);
    return await response.json();
  };
  return {
    url,
    apiKey,
    user,
    get,
    /** `kill -9`, as a power cut does. */
    kill: async () => await running.kill(),
    restart: async () => void (running = await startable.start()),
    stop: async () => await running.stop(),
    /** Events that wait for their end; those at the Desk wait for a person and are not among them. */
    unfinished: async () => (await get(`/v1/events?state=${UNFINISHED.join('&state=')}&limit=500`)).events,
    /** Exports the audit log and verifies it with nothing but the file and the public key. */
    verifyAudit() {
      const file = path.join(folder, 'audit.jsonl');
      medsupply(options, ['audit', 'export', ...place, '--out', file]);
      const key = path.join(folder, 'hub/audit.public.pem');
      return execFileSync(process.execPath, [options.cli, 'audit', 'verify', file, '--key', key], { encoding: 'utf8' }).trim();
    },
  };
}

/** The name and the one-time password from the table that the command prints. */
function signIn(table) {
  const [name, role, oneTimePassword] = table
    .trim()
    .split('\n')
    .at(-1)
    .trim()
    .split(/\s{2,}/);
  return { name, role, oneTimePassword };
}
