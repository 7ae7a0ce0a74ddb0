import { trytonEndpoint } from '../../../../../nodes/Erp/systems/tryton/endpoint';

const endpoint = (url: string, allowHttp = false, database = 'erp') => trytonEndpoint({ url, database, allowHttp });

test.each([
  ['https://erp.example.com', 'https://erp.example.com/erp/'],
  ['https://erp.example.com/', 'https://erp.example.com/erp/'],
  [' https://ERP.example.com:8443/tryton// ', 'https://erp.example.com:8443/tryton/erp/'],
])('%s leads to %s', (url, address) => {
  expect(endpoint(url)).toEqual({ ok: true, url: address, target: address.replace('https://', 'tryton:').replace(/\/$/, '') });
});

test.each([
  'http://erp.example.com',
  'http://127.0.0.1:8000',
  'https://localhost',
  'https://127.0.0.1',
  'https://0x7f.1',
  'https://[::1]',
  'https://10.0.0.5',
  'https://a.localhost.',
])('%s needs the switch', (url) => {
  expect(endpoint(url).ok).toBe(false);
  expect(endpoint(url, true).ok).toBe(true);
});

test.each([
  'https://user:pw@erp.example.com',
  'https://user@erp.example.com',
  'https://erp.example.com?x=1',
  'https://erp.example.com#x',
  'https://erp.example.com?',
  'ftp://erp.example.com',
  'erp.example.com',
  '',
  'javascript:alert(1)',
  'file:///etc/passwd',
])('%s is refused even with the switch, and the reason shows nothing of it', (url) => {
  const refused = endpoint(url, true);
  expect(refused.ok).toBe(false);
  if (!refused.ok) expect(refused.reason).not.toContain('pw');
});

test.each(['', '../admin', 'a/b', 'a b', 'erp?x', '..', 'a%2fb', 'x'.repeat(64), 'a..b'])(
  'the database name "%s" is refused',
  (database) => {
    expect(endpoint('https://erp.example.com', false, database).ok).toBe(false);
  },
);
