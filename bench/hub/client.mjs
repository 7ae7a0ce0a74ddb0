import net from 'node:net';

/**
 * One connection that asks and waits, as one caller does. Plain sockets: the load must cost less than what it measures, on a machine
 * where both share the cores.
 */
class Caller {
  #socket;
  #chunks = [];
  #settle;

  static async open(port) {
    const caller = new Caller();
    caller.#socket = net.connect(port, '127.0.0.1');
    caller.#socket.setNoDelay(true);
    await new Promise((resolve, reject) => caller.#socket.once('connect', resolve).once('error', reject));
    caller.#socket.on('data', (chunk) => caller.#take(chunk));
    caller.#socket.on('error', (error) => caller.#settle?.reject(error));
    caller.#socket.on('close', () => caller.#settle?.reject(new Error('the server hung up')));
    return caller;
  }

  /** @returns status and body text */
  async ask(bytes) {
    return await new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(bytes);
    });
  }

  close() {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #take(chunk) {
    this.#chunks.push(chunk);
    const text = (this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks)).toString('latin1');
    const head = text.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0);
    if (text.length < head + 4 + length) return;
    this.#chunks = [];
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.resolve({ status: Number(text.slice(9, 12)), body: text.slice(head + 4, head + 4 + length) });
  }
}

/** The bytes of one request, made before the clock runs. */
export function request(method, path, headers, body = '') {
  const bytes = Buffer.from(body);
  const lines = Object.entries({ host: '127.0.0.1', ...headers, 'content-length': bytes.length }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`), bytes]);
}

/**
 * Runs `work(ask, i)` count times, over so many callers at once.
 * @returns works a second and the latencies of the works, in milliseconds
 */
export async function load(port, { callers, count, work }) {
  const open = await Promise.all(Array.from({ length: callers }, async () => await Caller.open(port)));
  const latencies = [];
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    open.map(async (caller) => {
      const ask = async (bytes) => await caller.ask(bytes);
      for (let i = next++; i < count; i = next++) {
        const from = performance.now();
        await work(ask, i);
        latencies.push(performance.now() - from);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  for (const caller of open) caller.close();
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  return { rate: count / seconds, p50: at(0.5), p99: at(0.99) };
}
