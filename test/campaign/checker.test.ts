import type { Evidence, Ledger } from '../../sandbox/src/campaign';
import { judgeCampaign } from '../../sandbox/src/campaign';
import {
  acknowledged,
  announced,
  CANCELLED,
  effect,
  EFFECT,
  END,
  goodEvidence,
  inboxEvent,
  KEY,
  sale,
  START,
  version,
  wanted,
} from './support';

const rulesOf = (evidence: Evidence): readonly string[] => judgeCampaign(evidence).violations.map(({ rule }) => rule);
const withLedger = (change: Partial<Ledger>): Evidence => {
  const good = goodEvidence();
  return { ...good, ledger: { ...good.ledger, ...change } };
};

describe('the checker finds nothing in a campaign that went well', () => {
  test('an order that shows its latest version', () => {
    expect(judgeCampaign(goodEvidence()).violations).toEqual([]);
  });

  test('a cancelled order, with a cancelled sale or with none', () => {
    const good = goodEvidence();
    const history = [
      START,
      announced(0, 'create', wanted(5)),
      announced(1, 'cancel', CANCELLED),
      acknowledged(0),
      acknowledged(1),
      END,
    ];
    expect(rulesOf({ ...good, history, sales: [sale(5, 'cancelled')] })).toEqual([]);
    expect(rulesOf({ ...good, history, sales: [], effects: [] })).toEqual([]);
  });

  test('a version whose answer was lost although it was stored', () => {
    const good = goodEvidence();
    const history = [START, announced(0, 'create', wanted(5)), announced(1, 'update', wanted(3)), acknowledged(0), END];
    expect(rulesOf({ ...good, history })).toEqual([]);
  });

  test('an order without an effect that the Desk lists for a person', () => {
    const parked = { events: [inboxEvent(0, 'superseded'), inboxEvent(1, 'parked')], effects: [], desk: new Set(['event 1']) };
    expect(rulesOf({ ...withLedger(parked), sales: [], effects: [] })).toEqual([]);
  });

  test('a sale that was taken back and made again', () => {
    const again = [
      { model: 'sale', how: 'created', key: KEY, id: 10 },
      { model: 'sale', how: 'deleted', key: KEY, id: 10 },
      { model: 'sale', how: 'created', key: KEY, id: 11 },
    ] as const;
    expect(rulesOf({ ...goodEvidence(), effects: again })).toEqual([]);
  });

  test('a delivery that was never acknowledged', () => {
    const good = goodEvidence();
    const abandoned = { type: 'abandoned', place: 7, event: 1, delivery: 'delivery-7', attempts: 9, atMs: 6_000 } as const;
    const judged = judgeCampaign({ ...good, history: [...good.history, abandoned] });
    expect(judged.violations).toEqual([]);
    expect(judged.figures.abandoned).toBe(1);
  });
});

describe('the checker finds', () => {
  test('an acknowledged order that was lost', () => {
    const lost = { ...withLedger({ effects: [] }), sales: [], effects: [] };
    expect(judgeCampaign(lost).violations).toEqual([
      { rule: 'lost', subject: KEY, what: 'event 1 (update) was acknowledged, and the ERP has no sale' },
    ]);
  });

  test('an order on which an older version stands', () => {
    expect(rulesOf({ ...withLedger({ effects: [effect(0)] }), sales: [sale(5)] })).toEqual(['stale']);
  });

  test('a cancelled order whose sale still stands', () => {
    const history = [
      START,
      announced(0, 'create', wanted(3)),
      announced(1, 'cancel', CANCELLED),
      acknowledged(0),
      acknowledged(1),
      END,
    ];
    expect(rulesOf({ ...withLedger({ effects: [effect(0)] }), history })).toEqual(['stale']);
  });

  test.each([
    ['other quantities', sale(4)],
    ['another total', { ...sale(3), total: '31' }],
    ['a further article', { ...sale(3), quantities: { 'GLOVE-M-100': 3, 'MON-7': 1 } }],
    ['a sale that somebody cancelled', sale(3, 'cancelled')],
  ])('a sale that is none of the versions: %s', (_what, standing) => {
    expect(rulesOf({ ...goodEvidence(), sales: [standing] })).toEqual(['different', 'ledger']);
  });

  test('two sales of one order', () => {
    const effects = [11, 12].map((id) => ({ model: 'sale', how: 'created', key: KEY, id }) as const);
    const doubled = { ...goodEvidence(), effects, sales: [sale(3), sale(3, 'quotation', 12)] };
    expect(judgeCampaign(doubled).violations).toEqual([
      { rule: 'doubled', subject: `sale ${KEY}`, what: '2 of them stood at one time' },
    ]);
  });

  test('two sales of which one was deleted too late', () => {
    const effects = [
      { model: 'sale', how: 'created', key: KEY, id: 10 },
      { model: 'sale', how: 'created', key: KEY, id: 11 },
      { model: 'sale', how: 'deleted', key: KEY, id: 10 },
    ] as const;
    expect(rulesOf({ ...goodEvidence(), effects })).toEqual(['doubled']);
  });

  test('two parties with one code', () => {
    const good = goodEvidence();
    const parties = [1, 2].map((id) => ({ model: 'party', how: 'created', key: 'SHOPIFY-1', id }) as const);
    expect(rulesOf({ ...good, effects: [...good.effects, ...parties] })).toEqual(['doubled']);
  });

  test('a sale that no event announced', () => {
    const stranger = { ...sale(1, 'quotation', 99), key: 'shopify/shop.example/order/999' };
    const good = goodEvidence();
    expect(rulesOf({ ...good, sales: [...good.sales, stranger] })).toEqual(['unannounced', 'ledger']);
  });

  test('an acknowledged delivery that the inbox has forgotten', () => {
    expect(rulesOf(withLedger({ events: [inboxEvent(1)] }))).toEqual(['forgotten']);
  });

  test.each(['ready', 'leased'] as const)('an event that is still %s', (state) => {
    expect(rulesOf(withLedger({ events: [inboxEvent(0, state), inboxEvent(1)] }))).toEqual(['unfinished']);
  });

  test.each(['parked', 'unknown'] as const)('an event that is %s without an entry on the Desk', (state) => {
    expect(rulesOf(withLedger({ events: [inboxEvent(0, state), inboxEvent(1)] }))).toEqual(['unlisted']);
  });

  test('an effect that is still claimed', () => {
    expect(rulesOf(withLedger({ effects: [effect(1, 'claimed')] }))).toEqual(['unfinished', 'ledger']);
  });

  test('an effect whose outcome is unknown without an entry on the Desk', () => {
    expect(rulesOf(withLedger({ effects: [effect(1, 'unknown')] }))).toContain('unlisted');
    expect(rulesOf(withLedger({ effects: [effect(1, 'unknown')], desk: new Set([`effect ${EFFECT}`]) }))).toEqual([]);
  });

  test('a sale for which the ledger has no effect', () => {
    expect(rulesOf(withLedger({ effects: [] }))).toEqual(['ledger']);
  });

  test('an effect that is done for a sale that is not there', () => {
    const evidence = { ...goodEvidence(), sales: [], effects: [] };
    expect(rulesOf(evidence)).toEqual(['lost', 'ledger']);
  });

  test('an effect that is done with another version than the ERP shows', () => {
    expect(rulesOf(withLedger({ effects: [effect(0)] }))).toEqual(['ledger']);
    expect(rulesOf(withLedger({ effects: [{ ...effect(1), version: version(9) }] }))).toEqual(['ledger']);
  });

  test('an audit log that does not verify, with what the verifier said', () => {
    const evidence = withLedger({ audit: { ok: false, said: 'sequence number 17 does not follow\n' } });
    expect(judgeCampaign(evidence).violations).toEqual([
      { rule: 'audit', subject: 'audit log', what: 'sequence number 17 does not follow' },
    ]);
  });

  test('a campaign that did not come to its end', () => {
    const good = goodEvidence();
    const stuck = { type: 'end', atMs: 9_000, complete: false, reason: '3 events were left' } as const;
    expect(rulesOf({ ...good, history: good.history.filter(({ type }) => type !== 'end') })).toEqual(['incomplete']);
    expect(judgeCampaign({ ...good, history: [...good.history.slice(0, -1), stuck] }).violations).toEqual([
      { rule: 'incomplete', subject: 'campaign', what: '3 events were left' },
    ]);
  });
});

describe('the figures of a campaign', () => {
  test('name what was done to which process, and leave out the pause before it was resumed', () => {
    const good = goodEvidence();
    const kill = { type: 'process', process: 'hub', how: 'kill', pid: 5, atMs: 6_000 } as const;
    const history = [
      ...good.history.slice(0, -1),
      kill,
      { ...START, atMs: 100_000 },
      { ...kill, how: 'freeze', atMs: 101_000 } as const,
      {
        ...END,
        atMs: 104_000,
      },
    ];
    const { figures } = judgeCampaign({ ...good, history });
    expect(figures).toMatchObject({ events: 2, acknowledged: 2, orders: 1, sales: 1, slowestAnswerMs: 7, seconds: 9 });
    expect(figures.disturbances).toEqual({ 'hub kill': 1, 'hub freeze': 1 });
  });

  test('count what was lost before a repair, and judge what stands after it', () => {
    const { ledger: _ledger, ...evidence } = goodEvidence();
    const judged = judgeCampaign({ ...evidence, salesBeforeRepair: [] });
    expect(judged.violations).toEqual([]);
    expect(judged.figures.lostBeforeRepair).toBe(1);
    expect(judgeCampaign(evidence).figures).not.toHaveProperty('lostBeforeRepair');
  });

  test('without a hub only the ERP is judged', () => {
    const { ledger: _ledger, ...evidence } = goodEvidence();
    expect(judgeCampaign(evidence).violations).toEqual([]);
    expect(rulesOf({ ...evidence, sales: [], effects: [] })).toEqual(['lost']);
  });
});
