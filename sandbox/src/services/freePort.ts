import { createServer, type AddressInfo } from 'node:net';

/**
 * A port of the loopback interface that nobody listens on at this moment.
 * @param wanted this one or none; 0, the default, takes any
 * @throws Error when the wanted one is taken
 */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
