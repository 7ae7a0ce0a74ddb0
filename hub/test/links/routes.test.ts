import { DocumentLinks, linksRoutes } from '../../src/links';
import { describeStores } from '../support/databases';
import { ROUTE_ACTOR, routeApp, type RouteApp } from '../support/routeApp';
import { FakeAudit } from '../support/storeFakes';

const FROM = { system: 'shopify', tenant: 'shop', documentType: 'order', id: '42', number: '#1001' };
const TO = { system: 'tryton', tenant: 'erp', documentType: 'sale', id: '7' };

describeStores('the routes of links', (open) => {
  const audit = new FakeAudit();
  let hub: RouteApp;
  beforeEach(async () => {
    const links = new DocumentLinks({ database: await open(), clock: { now: () => 5 }, audit });
    hub = await routeApp(async (app) => await linksRoutes(app, { links }));
  });
  afterEach(async () => await hub.app.close());

  it('add links, answer the graph around a document, and find documents', async () => {
    const added = await hub.request('POST', '/v1/links', { links: [{ from: FROM, to: TO, relation: 'becameOrder' }] });
    expect(added.status).toBe(204);
    const graph = await hub.request('GET', '/v1/links/graph?system=tryton&tenant=erp&documentType=sale&id=7&depth=2');
    expect(graph.body).toEqual({ documents: [TO, FROM], links: [{ from: 1, to: 0, relation: 'becameOrder', atMs: 5 }] });
    expect((await hub.request('GET', '/v1/links/find?text=1001')).body).toEqual({ documents: [FROM] });
    expect(hub.scopes).toEqual(['links:write', 'links:read', 'links:read']);
    expect(audit.entries).toMatchObject([{ type: 'link.added', actor: ROUTE_ACTOR }]);
  });

  it('refuse what is malformed, with its place', async () => {
    const answer = await hub.request('POST', '/v1/links', {
      links: [{ from: FROM, to: { ...TO, id: '' }, relation: 'becameOrder' }],
    });
    expect(answer).toMatchObject({ status: 400, body: { pointer: '/links/0/to/id' } });
    expect(await hub.request('GET', '/v1/links/graph?system=tryton')).toMatchObject({
      status: 400,
      body: { parameter: 'tenant' },
    });
    expect(await hub.request('GET', '/v1/links/find')).toMatchObject({ status: 400, body: { parameter: 'text' } });
  });
});
