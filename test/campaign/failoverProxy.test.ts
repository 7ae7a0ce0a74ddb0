import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startFailoverProxy, type FailoverProxy } from '../../sandbox/src/services';

const replica = async (name: string): Promise<Server> => {
  const server = createServer((_request, response) => void response.setHeader('connection', 'close').end(name));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};
const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const close = async (server: Server): Promise<void> => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};

describe('one address before two replicas', () => {
  let replicas: Server[] = [];
  let proxy: FailoverProxy;
  const ask = async (): Promise<string> => await (await fetch(proxy.url)).text();

  beforeEach(async () => {
    replicas = [await replica('one'), await replica('two')];
    proxy = await startFailoverProxy(replicas.map(portOf));
  });
  afterEach(async () => {
    await proxy.close();
    await Promise.all(replicas.map(close));
  });

  test('takes them in turn', async () => {
    expect([await ask(), await ask(), await ask()].sort()).toEqual(expect.arrayContaining(['one', 'two']));
  });

  test('answers as long as one of them listens', async () => {
    const [first] = replicas.splice(0, 1);
    if (first !== undefined) await close(first);
    expect([await ask(), await ask(), await ask()]).toEqual(['two', 'two', 'two']);
  });

  test('breaks the connection when none of them listens', async () => {
    await Promise.all(replicas.splice(0).map(close));
    await expect(ask()).rejects.toThrow('fetch failed');
  });
});
