import { execFileSync } from 'node:child_process';

/** Where the scripts in this folder start Tryton; the same variables that they read. */
export const liveTryton = {
  url: process.env.T_URL ?? `http://127.0.0.1:${process.env.T_PORT ?? '18000'}`,
  database: process.env.T_DB ?? 'erp',
  user: 'connector',
  password: process.env.T_API_PW ?? 'Conn3ctor-2026!',
};

/** Why the live tests cannot run, or `undefined` when a Tryton answers. Checked before tests are declared, so it waits. */
export function skipReason(): string | undefined {
  const program = `fetch(${JSON.stringify(liveTryton.url)}+'/',{method:'POST',headers:{'Content-Type':'application/json'},body:JSON.stringify({id:1,method:'common.server.version',params:[]})}).then(r=>r.json()).then(j=>process.stdout.write(String(j.result)),()=>{})`;
  const version = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8', timeout: 10_000 });
  if (version.startsWith('6.0')) return undefined;
  return version === '' ? `no Tryton answers at ${liveTryton.url}; run test/live/tryton/all.sh` : `Tryton ${version} is not 6.0`;
}
