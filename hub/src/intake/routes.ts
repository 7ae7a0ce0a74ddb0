import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, Meter } from '../contract';
import { Problem } from '../failures';
import type { Intake, IntakeOutcome } from './intake';

/** Values of the public listener that belong to the intake; each can be set by the operator. */
export const INTAKE_LIMITS = {
  /** The largest order of a shop is a few hundred kilobytes. */
  bodyBytes: 2 * 1024 * 1024,
  /** Per address and per token, in ten seconds: ten thousand webhooks of one flash sale have to pass. */
  requestsPerTenSeconds: 20_000,
} as const;

/** A hub that cannot read its own rows is mended by a person, so asking sooner is of no use. */
const UNAVAILABLE_RETRY_MS = 30_000;

export interface IntakeRouteParts {
  readonly intake: Pick<Intake, 'receive'>;
  readonly clock: Clock;
  readonly meter: Meter;
  /** Default: {@link INTAKE_LIMITS}. */
  readonly bodyLimitBytes?: number;
}

/**
 * `POST /intake/:token` of the public listener. The body is taken as the bytes that arrived, whatever its type: they are what was
 * signed. A refusal has no body; an unknown token is answered like any other address that is not there.
 */
export async function intakeRoutes(app: FastifyInstance, parts: IntakeRouteParts): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post('/intake/:token', options(parts), async (request: FastifyRequest, reply: FastifyReply) => {
      const startedAtMs = parts.clock.now();
      const { token } = request.params as { readonly token: string };
      const rawBody = Buffer.isBuffer(request.body) ? request.body : undefined;
      const outcome = await parts.intake.receive(token, request.headers, rawBody);
      parts.meter.observe('medsupply_intake_seconds', (parts.clock.now() - startedAtMs) / 1000);
      return answer(outcome, reply);
    });
  });
}

function options({ bodyLimitBytes = INTAKE_LIMITS.bodyBytes }: IntakeRouteParts) {
  return { bodyLimit: bodyLimitBytes, schema: { tags: ['intake'], summary: 'Deliver an event of a platform' } };
}

function answer(outcome: IntakeOutcome, reply: FastifyReply): FastifyReply {
  switch (outcome) {
    case 'taken':
    case 'dropped':
      return reply.code(200).send();
    case 'refused':
      return reply.code(401).send();
    case 'inactive':
      return reply.code(410).send();
    case 'unknown-token':
      reply.callNotFound();
      return reply;
    case 'malformed':
      throw new Problem(400, 'malformed-delivery', 'The delivery is signed, but its body is not a JSON object in UTF-8', {
        pointer: '',
      });
    case 'unavailable':
      throw new Problem(503, 'source-unavailable', 'The hub cannot verify deliveries of this source now', {
        retryAfterMs: UNAVAILABLE_RETRY_MS,
      });
  }
}
