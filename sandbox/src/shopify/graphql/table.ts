import type { GraphContext } from './context';

export type Args = Readonly<Record<string, unknown>>;

export type Resolve<Source> = (source: Source, args: Args, context: GraphContext) => unknown;

/** One implemented field. An argument that is not listed is refused, never ignored. */
export interface ImplementedField {
  readonly args: readonly string[];
  readonly resolve: Resolve<unknown>;
}

/** The implemented fields of one type; every other field is refused. */
export type Table = ReadonlyMap<string, ImplementedField>;

/** Lists the implemented fields of a type whose values are `Source`; `[arguments, resolver]` where a field takes arguments. */
export function table<Source>(
  fields: Readonly<Record<string, Resolve<Source> | readonly [readonly string[], Resolve<Source>]>>,
): Table {
  return new Map(
    Object.entries(fields).map(([name, field]) => {
      const [args, resolve] = typeof field === 'function' ? [[], field] : field;
      // The executor hands each resolver the value that the parent's resolver returned, which is a Source.
      return [name, { args, resolve: resolve as Resolve<unknown> }];
    }),
  );
}

export function textArg(args: Args, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberArg(args: Args, name: string): number | undefined {
  const value = args[name];
  return typeof value === 'number' ? value : undefined;
}

export function listArg(args: Args, name: string): readonly string[] | undefined {
  const value = args[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}
