import type { FastifyInstance } from 'fastify';
import type { Claim, ClaimRequest, EffectState, Settlement } from '../../../core/hub';
import type { Effects } from '../contract';
import { Problem } from '../failures';
import '../http/fastify';
import {
  claimAnswer,
  claimBody,
  effectByKey,
  effectList,
  effectQuery,
  effectSummary,
  resolveBody,
  settleAnswer,
  settleBody,
} from './schemas';

type ClaimBody = ClaimRequest | { readonly requests: readonly ClaimRequest[] };
type SettleBody = Settlement | { readonly settlements: readonly Settlement[] };

/** `/v1/effects` of the private listener. */
export async function effectsRoutes(app: FastifyInstance, parts: { readonly effects: Effects }): Promise<void> {
  writingRoutes(app, parts.effects);
  readingRoutes(app, parts.effects);
}

function writingRoutes(app: FastifyInstance, effects: Effects): void {
  const preHandler = app.requireScope('effects:write');
  const tags = ['effects'];

  app.post<{ Body: ClaimBody }>(
    '/v1/effects/claim',
    {
      preHandler,
      schema: {
        tags,
        summary: 'Ask for the right to carry out one effect, or several at once; a conflict of a single one is answered with 409',
        body: claimBody,
        response: { 200: claimAnswer },
      },
    },
    async ({ body, actor }) => {
      if ('requests' in body) return { claims: await effects.claim(body.requests, actor) };
      const [claim] = await effects.claim([body], actor);
      return refuseConflict(claim);
    },
  );

  app.post<{ Body: SettleBody }>(
    '/v1/effects/settle',
    {
      preHandler,
      schema: {
        tags,
        summary: 'Report what became of one effect, or several at once; a single one that was taken over is answered with 409',
        body: settleBody,
        response: { 200: settleAnswer },
      },
    },
    async ({ body, actor }) => {
      if ('settlements' in body) return { settled: await effects.settle(body.settlements, actor) };
      const [settled] = await effects.settle([body], actor).catch(pointAtOne);
      if (settled?.state !== 'fenced') return settled;
      throw new Problem(409, 'fenced', 'Somebody else has taken this claim over: the report was noted and changed nothing.', {
        nextStep: 'Claim the effect again: the answer says where it stands.',
      });
    },
  );
}

function readingRoutes(app: FastifyInstance, effects: Effects): void {
  const preHandler = app.requireScope('effects:read');
  const tags = ['effects'];

  app.get<{ Querystring: { readonly state?: readonly EffectState[]; readonly after?: string; readonly limit: number } }>(
    '/v1/effects',
    { preHandler, schema: { tags, summary: 'List effects', querystring: effectQuery, response: { 200: effectList } } },
    async ({ query: { state, after, limit } }) => ({ effects: await effects.list({ states: state, after, limit }) }),
  );

  app.get<{ Querystring: { readonly key: string } }>(
    '/v1/effects/one',
    { preHandler, schema: { tags, summary: 'Look at an effect', querystring: effectByKey, response: { 200: effectSummary } } },
    async ({ query: { key } }) => {
      const effect = await effects.get(key);
      if (effect === undefined) throw new Problem(404, 'unknown-effect', `There is no effect ${key}.`);
      return effect;
    },
  );

  app.post<{ Body: { readonly key: string; readonly outcome: 'done' | 'retry'; readonly reason: string } }>(
    '/v1/effects/resolve',
    {
      preHandler: app.requireScope('desk:write'),
      schema: { tags, summary: 'Decide about an unknown or parked effect', body: resolveBody, response: { 200: effectSummary } },
    },
    async ({ body: { key, outcome, reason }, actor }) => await effects.resolve(key, outcome, reason, actor),
  );
}

function refuseConflict(claim: Claim | undefined): Claim | undefined {
  if (claim?.decision !== 'conflict') return claim;
  const { key, storedFingerprint, givenFingerprint } = claim;
  throw new Problem(409, 'fingerprint-conflict', `Effect ${key} was claimed in this version with other content.`, {
    key,
    storedFingerprint,
    givenFingerprint,
    nextStep: 'Find out which content is right; then decide at the Desk, or send the document with a newer version.',
  });
}

/** The ledger names places in a list; a single settlement is the body itself. */
function pointAtOne(error: unknown): never {
  if (!(error instanceof Problem)) throw error;
  const { pointer, ...members } = error.members;
  if (typeof pointer !== 'string') throw error;
  throw new Problem(error.status, error.code, error.message, { ...members, pointer: pointer.replace('/settlements/0', '') });
}
