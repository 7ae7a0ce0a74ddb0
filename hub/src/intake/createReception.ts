import { randomBytes } from 'node:crypto';
import type { IntakeProfile } from '../../../core/intake';
import type { Audit, Clock, Inbox, Log, Meter, Post, Vault } from '../contract';
import { NoticePusher, type NoticeOutbox } from '../notices';
import {
  axiosPost,
  Backoff,
  Dispatcher,
  Loop,
  POLL_MS,
  PushBatches,
  PushSender,
  realSleep,
  withSignals,
  type Sleep,
} from '../push';
import { DeliveryActivity, HubSources, SilenceWatch, SourceDirectory } from '../sources';
import type { Database } from '../store';
import { Intake } from './intake';
import { intakeProfiles } from './profiles';
import { IntakeRefusals } from './refusals';

export interface ReceptionParts<Part extends Inbox = Inbox> {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly vault: Vault;
  readonly meter: Meter;
  readonly log: Log;
  readonly inbox: Part;
  readonly notices: NoticeOutbox;
  readonly publicUrl: string;
  /** The shortest silence of a source that is worth a notice; one hour by default. */
  readonly minimumSilenceMs?: number;
  readonly profiles?: readonly IntakeProfile[];
  readonly post?: Post;
  readonly sleep?: Sleep;
  /** Between 0 and 1, for jitter. */
  readonly random?: () => number;
  readonly randomBytes?: (bytes: number) => Buffer;
}

/** Work that somebody has to do again and again. */
export interface ReceptionJob {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
}

/** Everything between a platform and a workflow. */
export interface Reception<Part extends Inbox = Inbox> {
  readonly intake: Intake;
  readonly sources: HubSources;
  /** The inbox for everybody else: what is stored or reported through it is noticed by the dispatcher at once. */
  readonly inbox: Part;
  readonly dispatcher: Dispatcher;
  readonly noticePusher: NoticePusher;
  readonly jobs: readonly ReceptionJob[];
  /** Begins to push. */
  start(): void;
  /** Pushes nothing new; resolves when pushes under way have ended and everything noted is written. */
  stop(): Promise<void>;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Puts the parts together. */
export function createReception<Part extends Inbox>(parts: ReceptionParts<Part>): Reception<Part> {
  const { database, clock, audit, vault, meter, log, notices, publicUrl } = parts;
  const { profiles = intakeProfiles, post = axiosPost, sleep = realSleep, random = Math.random } = parts;
  const loops: Loop[] = [];
  const wake = (): void => {
    for (const loop of loops) loop.wake();
  };

  const inbox = withSignals(parts.inbox, wake);
  const directory = new SourceDirectory({ database, vault, clock, log, profiles });
  const activity = new DeliveryActivity({ database, clock, log });
  const refusals = new IntakeRefusals({ database, audit, clock, log });
  const intake = new Intake({ directory, inbox, activity, refusals, clock, log, meter });
  const sources = new HubSources({
    ...{ database, vault, audit, clock, directory, activity, profiles, publicUrl },
    onChange: wake,
    onRegistered: async (workflowId, registration) => {
      await dispatcher.registeredAgain(workflowId, registration);
      wake();
    },
    random: parts.randomBytes ?? randomBytes,
  });
  const silence = new SilenceWatch({ database, clock, log, notices, minimumMs: parts.minimumSilenceMs });

  const sender = new PushSender({ post, clock, log, meter });
  const backoff = new Backoff(random);
  const batches = new PushBatches(database);
  // Its own reports need no signal: it goes on by itself.
  const dispatcher = new Dispatcher({
    inbox: parts.inbox,
    directory,
    batches,
    sender,
    backoff,
    clock,
    log,
    isAlone: database.kind === 'sqlite',
    onPushed: wake,
  });
  const noticePusher = new NoticePusher({ outbox: notices, directory, sender, backoff: new Backoff(random), clock });
  const common = { idleMs: POLL_MS, sleep, log };
  loops.push(
    new Loop({ name: 'push', turn: async () => await dispatcher.turn(), ...common }),
    new Loop({ name: 'notices', turn: async () => await noticePusher.turn(), ...common }),
  );

  const flush = async (): Promise<void> => {
    await activity.flush();
    await refusals.flush(true);
  };
  return {
    intake,
    sources,
    inbox,
    dispatcher,
    noticePusher,
    jobs: [
      { name: 'rhythm of sources', everyMs: 2 * SECOND_MS, run: async () => await activity.flush() },
      { name: 'silent sources', everyMs: MINUTE_MS, run: async () => await silence.check() },
      { name: 'refused deliveries', everyMs: 10 * SECOND_MS, run: async () => await refusals.flush() },
      { name: 'old notices', everyMs: HOUR_MS, run: async () => await notices.dropOld() },
    ],
    start: () => loops.forEach((loop) => loop.start()),
    stop: async () => {
      await Promise.all(loops.map(async (loop) => await loop.stop()));
      await dispatcher.idle();
      await flush();
    },
  };
}
