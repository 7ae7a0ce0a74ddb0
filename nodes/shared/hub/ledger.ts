import type { EffectLedger } from '../../../core/delivery';
import type { Claim, EventReported, Settled } from '../../../core/hub';
import type { HubClient } from './client';

/** The hub takes 500 of each. */
const MAX_PER_REQUEST = 200;

/**
 * The hub as the ledger of effects. A claim whose answer was lost is asked for again: what the first request has claimed then answers
 * as in flight, nobody writes it, and it comes back when that claim has run out.
 */
export function hubLedger(client: HubClient): EffectLedger {
  return {
    claim: (requests) =>
      inParts(requests, async (part) => {
        const { claims } = await post<{ claims: readonly Claim[] }>(client, '/v1/effects/claim', { requests: part });
        return claims;
      }),
    settle: (settlements) =>
      inParts(settlements, async (part) => {
        const { settled } = await post<{ settled: readonly Settled[] }>(client, '/v1/effects/settle', { settlements: part });
        return settled;
      }),
    report: (reports) =>
      inParts(reports, async (part) => {
        const { reported } = await post<{ reported: readonly EventReported[] }>(client, '/v1/events/report', { reports: part });
        return reported;
      }),
  };
}

async function post<Answer>(client: HubClient, path: string, body: object): Promise<Answer> {
  return await client.call<Answer>({ method: 'POST', path, body, repeatable: true });
}

/** Part after part, so that one that fails leaves the earlier ones done. */
async function inParts<Part, Answer>(
  all: readonly Part[],
  send: (part: readonly Part[]) => Promise<readonly Answer[]>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < all.length; start += MAX_PER_REQUEST)
    answers.push(...(await send(all.slice(start, start + MAX_PER_REQUEST))));
  return answers;
}
