import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { axiosPost } from '../../src/push';

describe('a push over HTTP', () => {
  let server: Server;
  let url: string;
  let handle: RequestListener;

  beforeEach(async () => {
    server = createServer((request, response) => handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends the exact bytes and headers', async () => {
    const chunks: Buffer[] = [];
    let type: string | undefined;
    handle = (request, response) => {
      type = request.headers['content-type'];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => response.writeHead(202).end('{}'));
    };
    const body = Buffer.from('{"note":"加急  "}');
    expect(await axiosPost(url, { 'content-type': 'application/json; charset=utf-8' }, body, 1_000)).toEqual({ status: 202 });
    expect(Buffer.concat(chunks)).toEqual(body);
    expect(type).toBe('application/json; charset=utf-8');
  });

  it('follows no redirect', async () => {
    const asked: (string | undefined)[] = [];
    handle = (request, response) => {
      asked.push(request.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    };
    expect(await axiosPost(url, {}, Buffer.from('{}'), 1_000)).toEqual({ status: 307 });
    expect(asked).toEqual(['/webhook']);
  });

  it('answers with the status without waiting for the end of a long body', async () => {
    handle = (_request, response) => {
      response.writeHead(200);
      response.write('x');
    };
    expect(await axiosPost(url, {}, Buffer.from('{}'), 1_000)).toEqual({ status: 200 });
  });

  it('gives up after its time, with an error that does not say "refused"', async () => {
    handle = () => undefined;
    await expect(axiosPost(url, {}, Buffer.from('{}'), 50)).rejects.toMatchObject({
      code: expect.stringMatching(/ECONNABORTED|ERR_CANCELED/) as string,
    });
  });

  it('fails with ECONNREFUSED where nobody listens', async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(axiosPost(url, {}, Buffer.from('{}'), 1_000)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
});
