import type { Inbox } from '../contract';

/** After these an event may be ready, or a batch finished. */
const CHANGING: ReadonlySet<unknown> = new Set<keyof Inbox>(['report', 'fix', 'replay', 'resolve']);

/**
 * The same inbox, which tells the dispatcher when something in it has changed: an event was stored or made ready again, or a report
 * has made room for the next batch. Other replicas are not heard; for them the dispatcher looks now and then.
 */
export function withSignals<Part extends Inbox>(inbox: Part, changed: () => void): Part {
  const store: Inbox['store'] = async (event) => {
    const stored = await inbox.store(event);
    if (stored.outcome === 'stored') changed();
    return stored;
  };
  return new Proxy(inbox, {
    get: (target, name) => {
      if (name === 'store') return store;
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (!CHANGING.has(name)) return member.bind(target) as unknown;
      return async (...parameters: readonly unknown[]) => {
        const result: unknown = await (member.apply(target, parameters) as Promise<unknown>);
        changed();
        return result;
      };
    },
  });
}
