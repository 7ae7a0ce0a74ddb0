/** Calls the ERP as the checker does: by its own JSON-RPC, without any code of the product. */
export type ErpCall = (method: string, parameters: readonly unknown[]) => Promise<unknown>;

const ATTEMPTS = 20;

/** Signs in and answers a function that calls `model.<…>`; a call that meets a planned fault is repeated, because all of them only read. */
export async function connectErp(url: string, database: string, user: string, password: string): Promise<ErpCall> {
  const send = async (method: string, parameters: readonly unknown[], headers: Record<string, string> = {}): Promise<unknown> => {
    for (let attempt = 1; ; attempt++) {
      const answer = await once(`${url}/${database}/`, { id: attempt, method, params: parameters }, headers);
      if (answer !== undefined) return answer.result;
      if (attempt >= ATTEMPTS) throw new Error(`The ERP did not answer ${method} in ${ATTEMPTS} attempts`);
    }
  };
  const [id, session] = (await send('common.db.login', [user, { password }, 'en'])) as [number, string];
  const headers = { authorization: `Session ${Buffer.from(`${user}:${id}:${session}`).toString('base64')}` };
  const context = await send('model.res.user.get_preferences', [true, {}], headers);
  return async (method, parameters) => await send(`model.${method}`, [...parameters, context], headers);
}

async function once(
  url: string,
  body: object,
  headers: Record<string, string>,
): Promise<{ readonly result?: unknown } | undefined> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  }).catch(() => undefined);
  if (response === undefined || !response.ok) return undefined;
  const answer = (await response.json().catch(() => undefined)) as { result?: unknown; error?: unknown } | undefined;
  if (answer?.error !== undefined) throw new Error(`The ERP refused: ${JSON.stringify(answer.error).slice(0, 300)}`);
  return answer;
}
