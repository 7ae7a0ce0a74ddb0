import type { Disturbance, HistoryRecord } from '../history';
import type { Running, Startable } from './running';

/**
 * Keeps one process alive through everything that is done to it, and notes what that was. A process that ends by itself is started
 * again as well, and counted as a crash: nobody asked for it.
 */
export class Supervised {
  readonly name: string;
  kills = 0;
  crashes = 0;
  readyAtMs = 0;
  private running: Running | undefined;
  private starting: Promise<void> | undefined;
  private intended = false;
  private stopped = false;

  constructor(
    private readonly startable: Startable,
    private readonly note: (record: HistoryRecord) => void,
    private readonly now: () => number,
  ) {
    this.name = startable.name;
  }

  /** Of the process that runs now, or ran last. */
  get pid(): number | undefined {
    return this.running?.pid;
  }

  get isReady(): boolean {
    return this.running?.isRunning() === true && this.starting === undefined;
  }

  /** @throws Error when it does not start */
  async start(): Promise<void> {
    this.stopped = false;
    this.starting = this.begin();
    await this.starting;
    this.starting = undefined;
  }

  /** `kill -9`, then a new start; resolves when it is ready again. */
  async killAndRestart(): Promise<void> {
    const { running } = this;
    if (running === undefined || !running.isRunning()) return;
    this.intended = true;
    this.kills++;
    this.noteDisturbance('kill', running.pid);
    await running.kill();
    this.intended = false;
    if (!this.stopped) await this.start();
  }

  /** Holds it, waits, and lets it go on as if nothing had happened. */
  async freeze(wait: () => Promise<void>): Promise<void> {
    const { running } = this;
    if (running === undefined || !running.isRunning()) return;
    this.noteDisturbance('freeze', running.pid);
    running.freeze();
    await wait();
    running.thaw();
    this.noteDisturbance('thaw', running.pid);
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.intended = true;
    await this.starting?.catch(() => undefined);
    await this.running?.stop();
  }

  private async begin(): Promise<void> {
    const startedAtMs = this.now();
    const running = await this.startable.start();
    this.running = running;
    this.readyAtMs = this.now();
    this.note({
      type: 'ready',
      process: this.name,
      pid: running.pid,
      atMs: this.readyAtMs,
      tookMs: this.readyAtMs - startedAtMs,
    });
    void running.ended.then(() => this.onEnd(running));
  }

  private onEnd(running: Running): void {
    if (this.intended || this.stopped || running !== this.running) return;
    this.crashes++;
    this.noteDisturbance('crash', running.pid);
    void this.start().catch(() => undefined); // whoever waits for it being ready says so
  }

  private noteDisturbance(how: Disturbance, pid: number): void {
    this.note({ type: 'process', process: this.name, how, pid, atMs: this.now() });
  }
}
