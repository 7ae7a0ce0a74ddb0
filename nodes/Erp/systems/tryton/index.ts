import type { IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { Failure } from '../../../../core/failure';
import type { ErpConnection, ErpSystem } from '../../contract';
import { SYSTEM } from './client';
import { TrytonConnection } from './connection';
import { effects } from './effects';
import { trytonEndpoint } from './endpoint';
import { n8nTransport } from './n8nTransport';

const CREDENTIAL = 'medSupplyTrytonApi';

/** Tryton 6.0 (JSON-RPC, sessions) with the modules sale, party, product and, for a unique key, web_shop. */
export const tryton: ErpSystem = { id: 'tryton', name: 'Tryton', credential: CREDENTIAL, effects, connect };

async function connect(context: IExecuteFunctions): Promise<ErpConnection> {
  const { url, database, user, allowHttp } = await context.getCredentials(CREDENTIAL);
  const endpoint = trytonEndpoint({ url: String(url), database: String(database), allowHttp: allowHttp === true });
  if (!endpoint.ok) {
    throw new Failure('NeedsHuman', endpoint.reason, { system: SYSTEM, nextStep: 'Correct the credential.' });
  }
  const transport = n8nTransport(context, CREDENTIAL, endpoint.url);
  return new TrytonConnection(transport, { sleep, random: Math.random, user: String(user) }, endpoint.target);
}
