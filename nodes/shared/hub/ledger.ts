import type { EffectLedger } from '../../../core/delivery';
import type { Claim, EventReported, Settled } from '../../../core/hub';
import type { HubClient } from './client';

/**
 * The hub as the ledger of effects. A claim whose answer was lost is asked for again: what the first request has claimed then answers
 * as in flight, nobody writes it, and it comes back when that claim has run out.
 */
export function hubLedger(client: HubClient): EffectLedger {
  return {
    async claim(requests) {
      const { claims } = await client.call<{ claims: readonly Claim[] }>({
        method: 'POST',
        path: '/v1/effects/claim',
        body: { requests },
        repeatable: true,
      });
      return claims;
    },
    async settle(settlements) {
      const { settled } = await client.call<{ settled: readonly Settled[] }>({
        method: 'POST',
        path: '/v1/effects/settle',
        body: { settlements },
        repeatable: true,
      });
      return settled;
    },
    async report(reports) {
      const { reported } = await client.call<{ reported: readonly EventReported[] }>({
        method: 'POST',
        path: '/v1/events/report',
        body: { reports },
        repeatable: true,
      });
      return reported;
    },
  };
}
