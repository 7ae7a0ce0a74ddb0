import { spawnSync } from 'node:child_process';
import path from 'node:path';
import axios from 'axios';

const root = path.resolve(__dirname, '../../..');
const scripts = path.join(root, 'test/live/tryton');

export interface LiveSale {
  readonly number: string | null;
  readonly state: string;
  readonly untaxedAmount: string;
  readonly taxAmount: string;
  readonly totalAmount: string;
  readonly partyCode: string;
  readonly lines: readonly { readonly code: string | null; readonly quantity: number; readonly unitPrice: string }[];
}

export interface LiveTryton {
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Sales whose web id names this order of the shop. */
  salesOf(orderId: bigint | string): Promise<readonly LiveSale[]>;
  /** For every party with this code: how many addresses it has. */
  partiesWithAddresses(code: string): Promise<readonly { readonly addresses: number }[]>;
  stop(): Promise<void>;
}

/** Starts (or resets) a seeded Tryton; the first time takes about a minute and a half, later a few seconds. */
export async function startLiveTryton(port = Number(process.env.T_PORT ?? 18400)): Promise<LiveTryton> {
  const env = { ...process.env, T_ROOT: path.join(root, '.run/tryton'), T_PORT: String(port) };
  run(path.join(scripts, 'all.sh'), [], env);
  const url = `http://127.0.0.1:${port}`;
  const user = 'connector';
  const password = 'Conn3ctor-2026!';
  const call = await signIn(url, user, password);
  return {
    url,
    database: 'erp',
    user,
    password,
    salesOf: async (orderId) => await salesOf(call, String(orderId)),
    partiesWithAddresses: async (code) => {
      const parties = (await call('model.party.party.search_read', [[['code', '=', code]], 0, null, null, ['addresses']])) as {
        addresses: number[];
      }[];
      return parties.map(({ addresses }) => ({ addresses: addresses.length }));
    },
    stop: async () => run(path.join(scripts, '30-serve.sh'), ['stop'], env),
  };
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8', timeout: 400_000 });
  if (status !== 0) throw new Error(`${path.basename(command)} failed:\n${stdout}${stderr}`);
}

type Call = (method: string, params: readonly unknown[]) => Promise<unknown>;

async function signIn(url: string, user: string, password: string): Promise<Call> {
  const send = async (method: string, params: readonly unknown[], headers: Record<string, string> = {}): Promise<unknown> => {
    const { data: answer } = await axios.post<{ result?: unknown; error?: unknown }>(
      `${url}/erp/`,
      { id: 1, method, params },
      { headers },
    );
    if (answer.error !== undefined) throw new Error(`Tryton refused ${method}: ${JSON.stringify(answer.error).slice(0, 300)}`);
    return answer.result;
  };
  const [id, session] = (await send('common.db.login', [user, { password }, 'en'])) as [number, string];
  const headers = { authorization: `Session ${Buffer.from(`${user}:${id}:${session}`).toString('base64')}` };
  const context = await send('model.res.user.get_preferences', [true, {}], headers);
  return async (method, params) => await send(method, [...params, context], headers);
}

interface Wire {
  readonly decimal: string;
}

async function salesOf(call: Call, orderId: string): Promise<LiveSale[]> {
  const fields = ['number', 'state', 'untaxed_amount', 'tax_amount', 'total_amount', 'party.code', 'lines'];
  const sales = (await call('model.sale.sale.search_read', [
    [['web_id', 'like', `%/order/${orderId}`]],
    0,
    null,
    null,
    fields,
  ])) as {
    number: string | null;
    state: string;
    untaxed_amount: Wire;
    tax_amount: Wire;
    total_amount: Wire;
    'party.': { code: string };
    lines: number[];
  }[];
  return await Promise.all(
    sales.map(async (sale) => {
      const lines = (await call('model.sale.line.read', [sale.lines, ['product.code', 'quantity', 'unit_price']])) as {
        'product.': { code: string } | null;
        quantity: number;
        unit_price: Wire;
      }[];
      return {
        number: sale.number,
        state: sale.state,
        untaxedAmount: sale.untaxed_amount.decimal,
        taxAmount: sale.tax_amount.decimal,
        totalAmount: sale.total_amount.decimal,
        partyCode: sale['party.'].code,
        lines: lines.map((line) => ({
          code: line['product.']?.code ?? null,
          quantity: line.quantity,
          unitPrice: line.unit_price.decimal,
        })),
      };
    }),
  );
}
