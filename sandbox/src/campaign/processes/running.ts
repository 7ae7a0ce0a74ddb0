/** A process that runs, whatever it is. */
export interface Running {
  readonly pid: number;
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>;
  isRunning(): boolean;
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

/** How to start a process, and how to start it again on the data it left behind. */
export interface Startable {
  /** As the history names it: `hub-1`, `erp`, `n8n-worker-2`. */
  readonly name: string;
  /** Resolves when it is ready for work. */
  start(): Promise<Running>;
}
