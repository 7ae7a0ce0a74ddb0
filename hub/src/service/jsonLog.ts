import type { Log } from '../contract';
import type { LogLevel } from './settings';

const WEIGHTS: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/**
 * One JSON object a line: time, level, message, fields.
 * @param write takes a line with its line feed
 */
export function createJsonLog(level: LogLevel, write: (line: string) => void, now: () => number): Log {
  const at = (own: LogLevel) => {
    if (WEIGHTS[own] < WEIGHTS[level]) return () => undefined;
    return (fields: Readonly<Record<string, unknown>>, message: string) => {
      write(`${JSON.stringify({ time: new Date(now()).toISOString(), level: own, message, ...fields })}\n`);
    };
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Says nothing: for commands and tests. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
