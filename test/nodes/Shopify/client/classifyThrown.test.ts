import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError, UserError } from 'n8n-workflow';
import { Failure } from '../../../../core/failure';
import { classifyThrown } from '../../../../nodes/Shopify/client/classifyThrown';
import { connectionError, statusError } from '../../../support/fakeHttp';

const node: INode = { id: '1', name: 'Shopify', type: 'x', typeVersion: 1, position: [0, 0], parameters: {} };
const request = { url: 'https://a.myshopify.com', headers: { 'X-Shopify-Access-Token': 'shpat_1' } };
/** As n8n's request helper hands errors on. */
const wrapped = (error: Error) => new NodeApiError(node, error as unknown as JsonObject);

test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])('%s means that nothing was sent', (code) => {
  expect(classifyThrown(wrapped(connectionError(code, request)))).toEqual({ kind: 'not-sent', code });
});

test.each(['ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE'])('%s means that the answer is lost', (code) => {
  expect(classifyThrown(wrapped(connectionError(code, request)))).toEqual({ kind: 'lost', code });
});

test('a status error keeps its status and nothing else', () => {
  expect(classifyThrown(wrapped(statusError({ status: 401, body: { errors: 'shpat_1' } }, request)))).toEqual({
    kind: 'response',
    status: 401,
    headers: {},
    body: '',
  });
});

test('a failure of our own, wrapped by n8n, comes out again', () => {
  const failure = new Failure('NeedsHuman', 'The shop in the Shopify credential is not a myshopify.com domain');
  expect(classifyThrown(wrapped(failure))).toEqual({ kind: 'refused', failure });
});

test.each([
  ['an OAuth2 account that was never connected', wrapped(new UserError('OAuth credentials not connected'))],
  ['a node without a credential', new NodeOperationError(node, 'Node does not have any credentials set')],
])("%s is the user's to mend", (_title, error) => {
  expect(classifyThrown(error)).toMatchObject({ kind: 'refused', failure: { recovery: 'NeedsHuman' } });
});

test.each([new Error('something new'), 'text', undefined, null])(
  'what nobody understands counts as a lost answer: %p',
  (error) => {
    expect(classifyThrown(error)).toEqual({ kind: 'lost', code: 'UNKNOWN' });
  },
);
