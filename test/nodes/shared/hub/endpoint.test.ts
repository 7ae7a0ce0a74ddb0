import { hubEndpoint } from '../../../../nodes/shared/hub/endpoint';

test.each([
  ['http://127.0.0.1:8788', 'http://127.0.0.1:8788'],
  ['http://localhost:8788/', 'http://localhost:8788'],
  ['http://[::1]:8788', 'http://[::1]:8788'],
  ['  https://hub.example.com/  ', 'https://hub.example.com'],
  ['https://example.com/medsupply/hub/', 'https://example.com/medsupply/hub'],
  // The URL parser unfolds every spelling of an address.
  ['http://0x7f.1:8788', 'http://127.0.0.1:8788'],
])('%s is the hub at %s', (url, expected) => {
  expect(hubEndpoint({ url, allowHttp: false })).toEqual({ ok: true, url: expected });
});

test.each([
  ['hub.example.com:8788', /begin with https/],
  ['no address', /not a web address/],
  ['ftp://hub.example.com', /begin with https/],
  ['http://hub.example.com', /Allow HTTP/],
  ['http://10.0.0.4:8788', /Allow HTTP/],
  ['http://127.0.0.1.evil.example', /Allow HTTP/],
  ['http://localhost.evil.example', /Allow HTTP/],
  ['https://user:secret@hub.example.com', /user or password/],
  ['https://hub.example.com/?key=1', /query/],
  ['https://hub.example.com/#x', /query/],
  ['https://hub.example.com/?', /query/],
])('%s is refused', (url, reason) => {
  const endpoint = hubEndpoint({ url, allowHttp: false });
  expect(endpoint).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  expect(JSON.stringify(endpoint)).not.toContain('secret');
});

test('plain HTTP to another machine needs the switch', () => {
  expect(hubEndpoint({ url: 'http://hub:8788', allowHttp: true })).toEqual({ ok: true, url: 'http://hub:8788' });
});
