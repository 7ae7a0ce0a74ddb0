/** One exchange with a Tryton server, as it will be compared. */
export interface Exchange {
  readonly label: string;
  readonly request: unknown;
  readonly status: number;
  /** Parsed JSON where the answer is JSON, else the text. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Headers that belong to the contract; the others (Date, Server, Connection) do not. */
const comparedHeaders = ['content-type', 'www-authenticate', 'location', 'x-tryton-cache', 'allow'];

/** The seeded API user of `test/live/tryton/env.sh`. */
export const credentials = { user: 'connector', password: 'Conn3ctor-2026!' } as const;

/** A Tryton server, real or simulated, that notes everything it was asked and everything it answered. */
export class Peer {
  readonly exchanges: Exchange[] = [];
  /** The user's preferences, sent as context with every model call. */
  context: Record<string, unknown> = {};
  userId = 0;
  private authorization: string | undefined;
  private requestId = 0;

  constructor(
    readonly base: string,
    readonly database: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** Today in the company's zone, as the server computes business dates: `YYYY-MM-DD`. */
  get today(): string {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(this.now());
  }

  /** Logs in as the API user and keeps its session and preferences for the calls that follow. */
  async login(): Promise<void> {
    const login = await this.rpc('login', 'common.db.login', [credentials.user, { password: credentials.password }, 'en']);
    const [userId, session] = login as [number, string];
    this.userId = userId;
    this.authorization = `Session ${Buffer.from(`${credentials.user}:${userId}:${session}`).toString('base64')}`;
    this.context = (await this.rpc('preferences', 'model.res.user.get_preferences', [true, {}])) as Record<string, unknown>;
  }

  /** Replaces the `Authorization` header of the calls that follow. */
  authorize(authorization: string | undefined): void {
    this.authorization = authorization;
  }

  /** The `Authorization` header that is sent now. */
  get authorizationHeader(): string | undefined {
    return this.authorization;
  }

  /** Calls a model method with the context appended, and returns the result (`undefined` after an error). */
  call(label: string, method: string, params: readonly unknown[], context: object = {}): Promise<unknown> {
    return this.rpc(label, `model.${method}`, [...params, { ...this.context, ...context }]);
  }

  /** One JSON-RPC call with exactly the keys id, method and params. */
  async rpc(label: string, method: string, params: unknown): Promise<unknown> {
    const body = JSON.stringify({ id: ++this.requestId, method, params });
    const exchange = await this.http(label, { path: `/${this.database}/`, body }, { method, params });
    const answer = exchange.body as { result?: unknown } | null;
    return typeof answer === 'object' && answer !== null ? answer.result : undefined;
  }

  /** One HTTP request, described in full. */
  async http(label: string, request: HttpRequest, described: unknown = request): Promise<Exchange> {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' };
    if (this.authorization) headers.Authorization = this.authorization;
    Object.assign(headers, request.headers);
    const response = await fetch(this.base + request.path, {
      method: request.method ?? 'POST',
      headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== '')),
      body: request.body ?? null,
      redirect: 'manual',
    });
    const text = await response.text();
    const exchange: Exchange = {
      label,
      request: described,
      status: response.status,
      body: parsed(text.replaceAll(this.base, '<base>')),
      headers: Object.fromEntries(
        comparedHeaders
          .map((name) => [name, comparedHeader(name, response.headers.get(name)?.replaceAll(this.base, '<base>'))] as const)
          .filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
      ),
    };
    this.exchanges.push(exchange);
    return exchange;
  }
}

/** The methods in `Allow` come in any order. */
function comparedHeader(name: string, value: string | undefined): string | undefined {
  return name === 'allow' ? value?.split(', ').sort().join(', ') : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A named conversation that is held once with each server. */
export interface Scenario {
  readonly name: string;
  run(peer: Peer): Promise<void>;
}

/** A Decimal as it goes over the wire. */
export const decimal = (text: string) => ({ __class__: 'Decimal', decimal: text });

/** A date (`YYYY-MM-DD`) as it goes over the wire. */
export const date = (text: string) => {
  const [year, month, day] = text.split('-').map(Number);
  return { __class__: 'date', year, month, day };
};
