import type { Store } from './store';
import type { Value } from '../values/value';
import { Day, Moment } from '../values/time';
import type { Registry } from './registry';

/** The context of a call: what the client sent, and what the server adds for nested calls. */
export type Context = { readonly [key: string]: Value };

/** Settings of one transaction. */
export interface EnvironmentOptions {
  readonly store: Store;
  readonly registry: Registry;
  /** 0 is the server itself. */
  readonly user: number;
  readonly context: Context;
  readonly checkAccess: boolean;
  readonly startedAtMs: number;
  /** Counts transactions, so that two within one millisecond have different times. */
  readonly startedAtMicros: number;
  /** Stale-write guard sent by the client: `model,id` to timestamp. */
  readonly timestamps: Map<string, Value>;
  /** Hides records that a late index does not show yet; only searches by clients ask it. */
  readonly isVisible: (model: string, id: number) => boolean;
}

/** What a piece of server code knows while it runs: user, context, time, and the way to the models. */
export class Environment {
  constructor(private readonly options: EnvironmentOptions) {}

  get store(): Store {
    return this.options.store;
  }

  get registry(): Registry {
    return this.options.registry;
  }

  get user(): number {
    return this.options.user;
  }

  get context(): Context {
    return this.options.context;
  }

  get timestamps(): Map<string, Value> {
    return this.options.timestamps;
  }

  /** True while access rights and record rules apply. */
  get checksAccess(): boolean {
    return this.options.checkAccess && this.options.user !== 0;
  }

  /** The time that every record of this transaction is stamped with. */
  get now(): Moment {
    return new Moment(this.options.startedAtMicros);
  }

  /** The business date: that of the company in the context, else UTC. */
  today(): Day {
    const company = this.context.company;
    const row = typeof company === 'number' ? this.store.table('company.company').get(company) : undefined;
    return Day.inZone(this.options.startedAtMs, typeof row?.timezone === 'string' ? row.timezone : 'UTC');
  }

  isVisible(model: string, id: number): boolean {
    return this.options.isVisible(model, id);
  }

  /** The same transaction with more context. */
  with(context: Context): Environment {
    return new Environment({ ...this.options, context: { ...this.options.context, ...context } });
  }

  /** The same transaction without access checks. */
  unchecked(): Environment {
    return this.options.checkAccess ? new Environment({ ...this.options, checkAccess: false }) : this;
  }
}
