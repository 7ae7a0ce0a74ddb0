import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const LARGEST_BODY_BYTES = 10 * 1024 * 1024;

/** Starts a server on the loopback interface. @param port 0 takes any free one */
export async function listen(
  port: number,
  handle: (request: IncomingMessage, body: Buffer, response: ServerResponse) => Promise<void>,
): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    response.setHeader('x-request-id', randomUUID());
    readBody(request)
      .then((body) => handle(request, body, response))
      .catch(() => {
        // A defect of the sandbox must not look like an answer of Shopify, nor stop the process.
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
        response.end('{"errors":"The sandbox failed on this request"}');
      });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) throw new RangeError('The request body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
