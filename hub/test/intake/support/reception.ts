import Fastify, { type FastifyInstance } from 'fastify';
import type { IntakeProfile } from '../../../../core/intake';
import type { Inbox, Post } from '../../../src/contract';
import { sendProblem } from '../../../src/http/baseApp';
import { createReception, intakeRoutes, type Reception } from '../../../src/intake';
import { NoticeOutbox } from '../../../src/notices';
import type { Database } from '../../../src/store';
import { FakeInbox } from './fakeInbox';
import { TestAudit, TestClock, TestLog, TestMeter, vault } from './parts';

export interface ReceptionUnderTest extends Reception {
  readonly app: FastifyInstance;
  readonly clock: TestClock;
  readonly log: TestLog;
  readonly meter: TestMeter;
  readonly audit: TestAudit;
  readonly events: FakeInbox;
  readonly notices: NoticeOutbox;
}

export interface Options {
  readonly clock?: TestClock;
  readonly events?: FakeInbox;
  /** Instead of {@link events}. */
  readonly inbox?: Inbox;
  readonly post?: Post;
  readonly profiles?: readonly IntakeProfile[];
  readonly bodyLimitBytes?: number;
  readonly random?: () => number;
}

/** Everything of a reception but its timers, on a store of the test, and the public route in a server without a socket. */
export async function reception(database: Database, options: Options = {}): Promise<ReceptionUnderTest> {
  const clock = options.clock ?? new TestClock();
  const log = new TestLog();
  const meter = new TestMeter();
  const audit = new TestAudit();
  const events = options.events ?? new FakeInbox(clock);
  const notices = new NoticeOutbox({ database, clock, audit });
  const made = createReception({
    ...{ database, clock, log, meter, audit, vault, notices },
    inbox: options.inbox ?? events,
    publicUrl: 'https://hub.example.com/',
    post: options.post ?? (() => Promise.resolve({ status: 200 })),
    random: options.random ?? (() => 0),
    profiles: options.profiles,
  });
  const app = Fastify();
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, log, 'public'));
  await intakeRoutes(app, { intake: made.intake, clock, meter, bodyLimitBytes: options.bodyLimitBytes });
  return { ...made, app, clock, log, meter, audit, events, notices };
}
