import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ask, type Problem, Refused } from './api';

export interface Resource<Answer> {
  readonly data?: Answer;
  /** Set beside `data` when an answer is there but could not be refreshed. */
  readonly problem?: Problem;
  readonly loading: boolean;
  /** When the data came. */
  readonly asOfMs?: number;
  readonly reload: () => void;
}

interface State<Answer> {
  readonly path?: string;
  readonly data?: Answer;
  readonly problem?: Problem;
  readonly asOfMs?: number;
  readonly loading: boolean;
}

/**
 * What a path of the Desk's API answers, asked again when the path changes and, while the page is visible, every `everyMs`.
 * @param path `undefined` asks nothing
 */
export function useResource<Answer>(path: string | undefined, everyMs?: number): Resource<Answer> {
  const [state, setState] = useState<State<Answer>>({ loading: path !== undefined });
  const latest = useRef(0);
  const load = useCallback(
    async (background: boolean) => {
      if (path === undefined) return;
      const turn = ++latest.current;
      setState((before) => ({ ...(before.path === path ? before : { path }), loading: true }));
      try {
        const data = await ask<Answer>(path, background);
        if (turn === latest.current) setState({ path, data, asOfMs: Date.now(), loading: false });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (turn === latest.current) setState((before) => ({ ...before, problem: error.problem, loading: false }));
      }
    },
    [path],
  );
  useEffect(() => void load(false), [load]);
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void load(true);
    }, everyMs);
    return () => clearInterval(timer);
  }, [load, everyMs]);
  const isCurrent = state.path === path;
  return {
    data: isCurrent ? state.data : undefined,
    problem: isCurrent ? state.problem : undefined,
    asOfMs: isCurrent ? state.asOfMs : undefined,
    loading: state.loading || !isCurrent,
    reload: () => void load(false),
  };
}
