import type { Clock } from '../../clock';
import type { HttpAnswer } from '../../faults';
import { LoginRequiredError, NotSimulatedError, PythonError, UnknownKeyError } from '../errors';
import { pythonType } from '../orm/convert';
import { Environment, type Context } from '../orm/environment';
import { methodsOf, type Registry } from '../orm/registry';
import type { Store } from '../orm/store';
import { isList, isObject, type Value } from '../values/value';
import { errorAnswer, resultAnswer } from './answers';
import { confirmTooLate } from '../models/saleWorkflow';
import type { Knobs } from './knobs';
import { callModelMethod } from './modelMethods';
import { errorPage, unauthorized } from './pages';
import { askQuestion } from './questions';
import type { RpcRequest } from './request';
import { readAuthorization, type Sessions } from './sessions';

export interface DispatcherOptions {
  readonly database: string;
  readonly store: Store;
  readonly registry: Registry;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly knobs: Knobs;
  /** Told about every record that a client created, once it is committed. */
  readonly onCreated: (model: string, ids: readonly number[]) => void;
}

/** Who sent a request. */
export interface Caller {
  readonly authorization: string | undefined;
  readonly isAjax: boolean;
}

/** Seconds for which a client may keep the answer of `default_get`. */
const cacheSeconds = '300';

/** Carries out the calls of the two addresses of the server, `/` and `/<database>/`. */
export class Dispatcher {
  private lastMicros = 0;

  constructor(private readonly options: DispatcherOptions) {}

  /** Calls that need no database. */
  root(request: RpcRequest): HttpAnswer {
    return this.answer(request, () => {
      const { method } = request;
      if (method !== 'common.server.version' && method !== 'common.db.list') throw namelessOr(method);
      parameters(request);
      return resultAnswer(request, method === 'common.db.list' ? [this.options.database] : '6.0.29');
    });
  }

  /**
   * Calls on a database: login, logout and everything on models.
   * @param ready what {@link salesToConfirm} found when the call arrived
   */
  database(name: string, request: RpcRequest, caller: Caller, ready: readonly number[] = []): HttpAnswer {
    return this.answer(request, () => {
      const { method } = request;
      const given = parameters(request);
      if (method === 'common.db.login') return this.login(name, request, given);
      const credentials = readAuthorization(caller.authorization);
      if (credentials) this.checkDatabase(name);
      const user = this.identify(caller.authorization);
      if (user === 'tooMany') return errorPage(429);
      if (user === undefined) return unauthorized(caller.isAjax);
      if (method === 'common.db.logout') {
        if (credentials?.kind === 'session') this.options.sessions.close(credentials.key);
        return resultAnswer(request, null);
      }
      return this.call(request, method, given, user, ready);
    });
  }

  /** The sales that a confirmation, when it arrives, finds ready to be confirmed; empty for every other call. */
  salesToConfirm({ method, params }: RpcRequest): readonly number[] {
    if (method !== 'model.sale.sale.confirm' || !isList(params) || !isList(params[0])) return [];
    return params[0].filter((id): id is number => typeof id === 'number' && this.isQuotation(id));
  }

  private isQuotation(sale: number): boolean {
    return this.options.store.table('sale.sale').get(sale)?.state === 'quotation';
  }

  private answer(request: RpcRequest, work: () => HttpAnswer): HttpAnswer {
    try {
      return work();
    } catch (error) {
      if (error instanceof PythonError || error instanceof NotSimulatedError) return errorAnswer(request, error);
      // a fault of the sandbox itself must not pass for an answer of the real system
      return errorAnswer(
        request,
        new NotSimulatedError(`this request: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`),
      );
    }
  }

  private login(database: string, request: RpcRequest, given: readonly Value[]): HttpAnswer {
    const [login, parameter] = given;
    if (given.length < 2)
      throw new PythonError(
        given.length === 1
          ? "login() missing 1 required positional argument: 'parameters'"
          : "login() missing 2 required positional arguments: 'user' and 'parameters'",
      );
    this.checkDatabase(database);
    if (!isObject(parameter)) throw new PythonError(`'${pythonType(parameter)}' object has no attribute 'get'`);
    if (!('password' in parameter)) throw new LoginRequiredError('password', `Password for ${String(login)}`);
    const outcome = this.options.sessions.checkPassword(String(login), String(parameter.password));
    if (outcome.kind !== 'user') return errorPage(outcome.kind === 'tooMany' ? 429 : 401);
    return resultAnswer(request, [outcome.user, this.options.sessions.open(outcome.user)]);
  }

  private checkDatabase(name: string): void {
    if (name !== this.options.database) throw new PythonError(`Database '/var/lib/trytond/${name}.sqlite' doesn't exist!`);
  }

  private identify(header: string | undefined): number | 'tooMany' | undefined {
    const credentials = readAuthorization(header);
    if (!credentials) return undefined;
    if (credentials.kind === 'session') return this.options.sessions.use(credentials.user, credentials.key);
    const outcome = this.options.sessions.checkPassword(credentials.login, credentials.password);
    return outcome.kind === 'user' ? outcome.user : outcome.kind === 'tooMany' ? 'tooMany' : undefined;
  }

  private call(
    request: RpcRequest,
    qualified: string | undefined,
    given: readonly Value[],
    user: number,
    ready: readonly number[],
  ): HttpAnswer {
    const { type, name, method } = splitMethod(qualified);
    const known = methodsOf(`${type}.${name}`);
    if (!known) throw new UnknownKeyError(name);
    if (!known.includes(method)) return errorPage(403);
    if (type !== 'model') throw new NotSimulatedError(`the ${type} ${name}`);
    const model = this.options.registry.model(name);
    const context = given[given.length - 1];
    if (!isObject(context)) throw new PythonError('Missing context argument');
    const rest = given.slice(0, -1);
    const result = this.options.store.transaction(() => {
      const env = this.environment(user, context);
      askQuestion(env, this.options.knobs, `${name}.${method}`);
      const overtaken = ready.filter((id) => !this.isQuotation(id));
      const answer = callModelMethod(env, model, method, rest);
      confirmTooLate(env, overtaken, model);
      return answer;
    });
    if (method === 'create' && isList(result)) this.options.onCreated(name, result.map(Number));
    return resultAnswer(request, result, method === 'default_get' ? { 'x-tryton-cache': cacheSeconds } : {});
  }

  private environment(user: number, context: Context): Environment {
    const startedAtMs = this.options.clock.now();
    this.lastMicros = Math.max(this.lastMicros + 1, startedAtMs * 1000);
    const timestamps = isObject(context._timestamp) ? Object.entries(context._timestamp) : [];
    return new Environment({
      store: this.options.store,
      registry: this.options.registry,
      user,
      // the server keeps names with an underscore to itself
      context: Object.fromEntries(Object.entries(context).filter(([key]) => !key.startsWith('_'))),
      checkAccess: true,
      startedAtMs,
      startedAtMicros: this.lastMicros,
      timestamps: new Map(timestamps),
      isVisible: (model, id) => this.options.knobs.isVisible(model, id, startedAtMs),
    });
  }
}

function parameters(request: RpcRequest): readonly Value[] {
  const { params } = request;
  if (isList(params)) return params;
  if (isObject(params)) return Object.keys(params);
  if (typeof params === 'string') return [...params];
  throw new PythonError(`Value after * must be an iterable, not ${pythonType(params)}`);
}

function namelessOr(method: string | undefined): PythonError {
  return method === undefined ? new PythonError('None') : new UnknownKeyError(method);
}

function splitMethod(qualified: string | undefined): { type: string; name: string; method: string } {
  const parts = (qualified ?? '').split('.');
  const [type = ''] = parts;
  if (parts.length < 2) throw new PythonError('not enough values to unpack (expected 2, got 1)');
  if (type !== 'model' && type !== 'wizard' && type !== 'report') throw new UnknownKeyError(type);
  return { type, name: parts.slice(1, -1).join('.'), method: parts[parts.length - 1] ?? '' };
}
