import { seedUsers, type TrytonSimulator } from '../../src/tryton';

/** A parsed answer of the simulator. */
export interface Answer {
  readonly status: number;
  readonly result: unknown;
  readonly error: readonly unknown[] | undefined;
  readonly text: string;
}

const [, connector] = seedUsers;

/** A minimal client for tests, logged in as the seeded API user. */
export class TestClient {
  authorization = '';
  context: object = {};

  constructor(private readonly simulator: Pick<TrytonSimulator, 'url' | 'database'>) {}

  static async login(simulator: Pick<TrytonSimulator, 'url' | 'database'>): Promise<TestClient> {
    const client = new TestClient(simulator);
    const { result } = await client.rpc('common.db.login', [connector?.login, { password: connector?.password }, 'en']);
    const [user, session] = result as [number, string];
    client.authorization = `Session ${Buffer.from(`${connector?.login}:${user}:${session}`).toString('base64')}`;
    client.context = (await client.rpc('model.res.user.get_preferences', [true, {}])).result as object;
    return client;
  }

  /** A model call with the context appended. */
  call(method: string, ...params: readonly unknown[]): Promise<Answer> {
    return this.rpc(`model.${method}`, [...params, this.context]);
  }

  async rpc(method: string, params: readonly unknown[]): Promise<Answer> {
    const response = await fetch(`${this.simulator.url}/${this.simulator.database}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(this.authorization ? { authorization: this.authorization } : {}) },
      body: JSON.stringify({ id: 1, method, params }),
    });
    const text = await response.text();
    const json = text.startsWith('{') ? (JSON.parse(text) as { result?: unknown; error?: readonly unknown[] }) : {};
    return { status: response.status, result: json.result, error: json.error, text };
  }

  /** Creates one sale of the seeded customer and returns its id. */
  async createSale(values: object = {}): Promise<number> {
    const { result, text } = await this.call('sale.sale.create', [saleValues(values)]);
    if (!Array.isArray(result)) throw new Error(`The sale was not created: ${text}`);
    return Number(result[0]);
  }

  async readSale(id: number, ...fields: readonly string[]): Promise<Record<string, unknown>> {
    const { result, text } = await this.call('sale.sale.read', [id], fields);
    if (!Array.isArray(result)) throw new Error(`The sale was not read: ${text}`);
    return result[0] as Record<string, unknown>;
  }
}

/** A sale of three boxes of gloves for the first seeded customer. */
export function saleValues(values: object = {}): object {
  const line = { type: 'line', product: 2, quantity: 3, unit: 1, unit_price: decimal('39.9000'), taxes: [['add', [1]]] };
  return { party: 3, invoice_address: 3, shipment_address: 3, lines: [['create', [line]]], ...values };
}

export const decimal = (text: string): object => ({ __class__: 'Decimal', decimal: text });
