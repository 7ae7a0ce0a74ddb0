import { credentials, type Scenario } from '../peer';

const body = (value: unknown) => JSON.stringify(value);
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** HTTP and JSON-RPC rules before any session exists. */
export const beforeLogin: Scenario = {
  name: 'protocol before login',
  async run(peer) {
    const db = `/${peer.database}/`;
    const version = { id: 7, method: 'common.server.version', params: [] };
    await peer.http('version', { path: '/', body: body(version) });
    await peer.http('version, string id', { path: '/', body: body({ ...version, id: 'seven' }) });
    await peer.http('version, extra key', { path: '/', body: body({ ...version, jsonrpc: '2.0' }) });
    await peer.http('version, no id', { path: '/', body: body({ method: version.method, params: [] }) });
    await peer.http('version on the database path', { path: db, body: body(version) });
    await peer.http('database list', { path: '/', body: body({ ...version, method: 'common.db.list' }) });
    await peer.http('unknown root method', { path: '/', body: body({ ...version, method: 'common.server.nope' }) });
    await peer.http('unknown root method, extra key', { path: '/', body: body({ ...version, method: 'nope', x: 1 }) });
    await peer.http('login on the root path', { path: '/', body: body({ ...version, method: 'common.db.login' }) });
    await peer.http('GET /', { method: 'GET', path: '/' });
    await peer.http('GET database', { method: 'GET', path: db });
    await peer.http('PUT database', { method: 'PUT', path: db, body: body(version) });
    await peer.http('OPTIONS database', { method: 'OPTIONS', path: db });
    await peer.http('no trailing slash', { path: `/${peer.database}`, body: body(version) });
    await peer.http('two levels', { path: `/${peer.database}/x/`, body: body(version) });
    await peer.http('broken JSON', { path: '/', body: '{"id":1,' });
    await peer.http('JSON array', { path: '/', body: '[]' });
    await peer.http('no content type', { path: '/', body: body(version), headers: { 'Content-Type': 'text/plain' } });
    await peer.http('params missing', { path: '/', body: body({ id: 1, method: 'common.server.version' }) });
    await peer.http('params an object', { path: '/', body: body({ ...version, params: {} }) });
    await peer.http('method missing', { path: '/', body: body({ id: 1, params: [] }) });
    await peer.http('model call without a session', {
      path: db,
      body: body({ id: 1, method: 'model.sale.sale.search', params: [[], {}] }),
    });
    await peer.http('ajax without a session', {
      path: db,
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
      body: body({ id: 1, method: 'model.sale.sale.search', params: [[], {}] }),
    });
    await peer.http('extra key without a session', {
      path: db,
      body: body({ id: 1, method: 'model.sale.sale.search', params: [[], {}], jsonrpc: '2.0' }),
    });
    await peer.http('logout without a session', { path: db, body: body({ id: 1, method: 'common.db.logout', params: [] }) });
    await peer.http('forged session', {
      path: db,
      headers: { Authorization: `Session ${Buffer.from('connector:2:00ff').toString('base64')}` },
      body: body({ id: 1, method: 'model.sale.sale.search', params: [[], {}] }),
    });
    await peer.http('malformed authorization', {
      path: db,
      headers: { Authorization: 'Session not-base64' },
      body: body({ id: 1, method: 'model.sale.sale.search', params: [[], {}] }),
    });
    await peer.rpc('wrong password', 'common.db.login', ['connector', { password: 'wrong' }, 'en']);
    await peer.rpc('unknown user', 'common.db.login', ['nobody', { password: 'wrong' }, 'en']);
    await peer.rpc('login without a password', 'common.db.login', ['connector', {}, 'en']);
    await peer.rpc('login without parameters', 'common.db.login', ['connector']);
    await peer.http('login with an extra key and no password', {
      path: db,
      body: body({ id: 1, method: 'common.db.login', params: ['connector', {}, 'en'], jsonrpc: '2.0' }),
    });
    await peer.http('unknown database', {
      path: '/nosuch/',
      body: body({ id: 1, method: 'common.db.login', params: ['connector', { password: 'x' }, 'en'] }),
    });
    await peer.http('Basic with a wrong password', {
      path: db,
      headers: { Authorization: basic('connector', 'wrong') },
      body: body({ id: 1, method: 'model.party.party.search_count', params: [[], {}] }),
    });
    await peer.http('Basic authorization', {
      path: db,
      headers: { Authorization: basic(credentials.user, credentials.password) },
      body: body({ id: 1, method: 'model.party.party.search_count', params: [[], {}] }),
    });
  },
};

/** JSON-RPC rules of a logged-in user: contexts, unknown names, error styles, logout. */
export const session: Scenario = {
  name: 'protocol in a session',
  async run(peer) {
    const db = `/${peer.database}/`;
    await peer.login();
    const other = peer.authorizationHeader;
    await peer.login();
    await peer.rpc('preferences, other language', 'model.res.user.get_preferences', [true, { language: 'de' }]);
    await peer.rpc('no context', 'model.sale.sale.search', [[]]);
    await peer.rpc('no params', 'model.sale.sale.search', []);
    await peer.rpc('context is null', 'model.sale.sale.search', [[], null]);
    await peer.rpc('context is a list', 'model.sale.sale.search', [[], []]);
    await peer.rpc('empty context', 'model.product.product.search', [[], {}]);
    await peer.rpc('named parameters', 'model.product.product.search', { domain: [] });
    await peer.call('unknown method', 'sale.sale.nope', [[1]]);
    await peer.call('private method', 'sale.sale.set_number', [[1]]);
    await peer.call('unknown model', 'no.model.search', [[]]);
    await peer.rpc('unknown type', 'thing.sale.sale.search', [[], {}]);
    await peer.rpc('no dots', 'search', [[], {}]);
    await peer.rpc('unknown common method', 'common.db.nope', []);
    await peer.call('too few arguments', 'sale.sale.write', [[1]]);
    await peer.call('search without a domain', 'sale.sale.search', []);
    await peer.call('too many arguments', 'sale.sale.search_count', [[], 1, 2]);
    const failing = { id: 5, params: [[999999], ['number'], peer.context] };
    for (const [label, extra] of [
      ['exact keys', {}],
      ['extra key', { jsonrpc: '2.0' }],
    ] as const) {
      const post = (what: string, method: string, params: unknown) =>
        peer.http(`${what}, ${label}`, { path: db, body: body({ id: 5, method, params, ...extra }) });
      await post('UserError', 'model.sale.sale.read', failing.params);
      await post('Python error', 'model.sale.sale.read', [[1], ['nme'], peer.context]);
      await post('unknown model', 'model.no.model.read', [[1], ['nme'], peer.context]);
      await post('unknown method', 'model.sale.sale.nope', [[1], peer.context]);
      await post('missing context', 'model.sale.sale.read', [[1], ['number']]);
      await post('result', 'model.product.product.search', [[], peer.context]);
      await post('ConcurrencyException', 'model.party.party.write', [
        [3],
        { comment: 'x' },
        { ...peer.context, _timestamp: { 'party.party,3': '1' } },
      ]);
    }
    await peer.http('wrong content type', {
      path: db,
      headers: { 'Content-Type': 'text/plain' },
      body: body({ id: 5, method: 'model.product.product.search', params: [[], peer.context] }),
    });
    await peer.http('charset in the content type', {
      path: db,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: body({ id: 5, method: 'model.product.product.search', params: [[], peer.context] }),
    });
    await peer.http('unknown database with a session', {
      path: '/nosuch/',
      body: body({ id: 5, method: 'model.product.product.search', params: [[], peer.context] }),
    });
    await peer.rpc('logout', 'common.db.logout', []);
    await peer.rpc('after the logout', 'model.sale.sale.search', [[], {}]);
    await peer.rpc('second logout', 'common.db.logout', []);
    peer.authorize(other);
    await peer.call('the other session lives on', 'product.product.search', [[]]);
  },
};
