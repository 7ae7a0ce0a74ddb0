import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ended, endChild, hasEnded } from './child';
import { freePort } from './freePort';
import { waitFor } from './waitFor';

export interface RedisServer {
  readonly port: number;
  readonly pid: number;
  readonly logFile: string;
  stop(): Promise<void>;
}

/** Starts a private Redis on the loopback interface that keeps nothing on the disk; it is gone when it is stopped. */
export async function startRedis({ port: wanted }: { readonly port?: number } = {}): Promise<RedisServer> {
  const port = wanted ?? (await freePort());
  const folder = mkdtempSync(path.join(tmpdir(), 'medsupply-redis-'));
  const logFile = path.join(folder, 'redis.log');
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no', daemonize: 'no' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = createWriteStream(logFile);
  child.stdout.pipe(output);
  child.stderr.pipe(output);
  child.once('error', () => undefined); // the wait below says what is missing
  await waitFor('Redis answers PING', async () => {
    if (hasEnded(child) || child.pid === undefined)
      throw new Error(`Redis did not start (Debian: redis-server); its log is ${logFile}`);
    return await answersPing(port);
  });
  return {
    port,
    pid: child.pid ?? 0,
    logFile,
    stop: async () => {
      await endChild(child, 'SIGTERM');
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answersPing(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('data', (data) => finish(data.toString().startsWith('+PONG')));
  });
}
