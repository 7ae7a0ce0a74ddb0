import { Agent, request } from 'node:http';

/** What became of one request: its status, or nothing when no whole answer came in time. */
export interface Answer {
  readonly status: number | undefined;
}

/** Sends deliveries over connections of its own, as the shop does: nobody else's traffic slows them. */
export class DeliveryConnections {
  private readonly agent: Agent;

  constructor(connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** One attempt. An answer counts only when it has come to its end within the time limit. */
  async post(url: string, headers: Readonly<Record<string, string>>, body: Buffer, timeoutMs: number): Promise<Answer> {
    return await new Promise((resolve) => {
      const options = { method: 'POST', agent: this.agent, headers: { ...headers, 'Content-Length': String(body.length) } };
      const sent = request(url, options, (response) => {
        response.on('error', () => finish(undefined)).resume();
        response.on('end', () => finish(response.statusCode));
      });
      const timer = setTimeout(() => sent.destroy(), timeoutMs);
      const finish = (status: number | undefined): void => {
        clearTimeout(timer);
        resolve({ status });
      };
      sent.on('error', () => finish(undefined)).on('close', () => finish(undefined));
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
