import { type Scenario } from '../peer';
import { order, Sales, type Values } from './saleCalls';

/** Many callers at once: what matters is how many succeed, not which. */
export const races: Scenario = {
  name: 'races',
  async run(peer) {
    await peer.login();
    const body = (values: Values) =>
      JSON.stringify({ id: 1, method: 'model.sale.sale.create', params: [[values], peer.context] });
    const headers = { 'Content-Type': 'application/json', Authorization: peer.authorizationHeader ?? '' };
    const together = async (label: string, bodies: readonly string[]) => {
      const answers = await Promise.all(
        bodies.map(async (text) =>
          (await fetch(`${peer.base}/${peer.database}/`, { method: 'POST', headers, body: text })).json(),
        ),
      );
      const errors = answers.map((answer) => JSON.stringify((answer as { error?: unknown }).error ?? 'created'));
      peer.exchanges.push({ label, request: `${bodies.length} in parallel`, status: 200, body: errors.sort(), headers: {} });
    };
    await together(
      'one web id, 6 callers',
      Array.from({ length: 6 }, () => body(order({ web_id: 'RACE' }))),
    );
    await peer.call('one sale', 'sale.sale.search_count', [[['web_id', '=', 'RACE']]]);
    await together(
      '8 web ids',
      Array.from({ length: 8 }, (_, index) => body(order({ web_id: `RACE-${index}` }))),
    );
    await peer.call('eight sales', 'sale.sale.search_count', [[['web_id', 'like', 'RACE-%']]]);
    const party = (code: string) =>
      JSON.stringify({ id: 1, method: 'model.party.party.create', params: [[{ name: 'Race', code }], peer.context] });
    await together(
      'one party code, 6 callers',
      Array.from({ length: 6 }, () => party('RACE')),
    );
    await peer.call('one party', 'party.party.search_count', [[['code', '=', 'RACE']]]);
  },
};

/** SQLite stores what does not exist, and reading it fails later. Nothing may run after this one. */
export const dangling: Scenario = {
  name: 'dangling references',
  async run(peer) {
    await peer.login();
    const sales = new Sales(peer);
    await sales.create('unknown currency', order({ currency: 99, web_id: 'DANGLING' }));
    await peer.call('stored', 'sale.sale.search_read', [[['web_id', '=', 'DANGLING']], 0, null, null, ['currency', 'state']]);
    await peer.call('its total', 'sale.sale.search_read', [[['web_id', '=', 'DANGLING']], 0, null, null, ['total_amount']]);
  },
};
