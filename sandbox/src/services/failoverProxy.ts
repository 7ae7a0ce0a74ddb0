import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface FailoverProxy {
  /** Address without a trailing slash. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * One address before several replicas: each connection goes to the next port in turn, and to the one after it when nobody listens there.
 * A connection that breaks later is passed on as broken, as any load balancer does: the caller does not know whether its request arrived.
 */
export async function startFailoverProxy(ports: readonly number[], listenOn = 0): Promise<FailoverProxy> {
  const open = new Set<Socket>();
  let turn = 0;
  const server = createServer((client) => {
    const first = turn++;
    track(client, open);
    client.pause();
    const tryFrom = (step: number): void => {
      const port = ports[(first + step) % ports.length];
      if (port === undefined || step >= ports.length || client.destroyed) return void client.destroy();
      const backend = connect(port, '127.0.0.1');
      backend.once('error', () => tryFrom(step + 1));
      backend.once('connect', () => {
        backend.removeAllListeners('error');
        track(backend, open);
        pass(client, backend);
      });
    };
    tryFrom(0);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listenOn, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function track(socket: Socket, open: Set<Socket>): void {
  open.add(socket);
  socket.setNoDelay(true);
  socket.on('error', () => undefined); // the close that follows is passed on
  socket.once('close', () => open.delete(socket));
}

function pass(client: Socket, backend: Socket): void {
  client.pipe(backend);
  backend.pipe(client);
  client.once('close', () => backend.destroy());
  backend.once('close', () => client.destroy());
}
