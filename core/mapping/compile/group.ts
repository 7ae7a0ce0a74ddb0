import { describeShape } from '../../failure';
import { MappingError } from '../issue';
import type { Block, Environment, RuleInfo } from './environment';
import { report } from './environment';
import { compilePath } from './path';
import { FAILED, Scope } from './scope';

/** Collects records by key; every group then is a record `{first, items}`, in the order of the groups' first records. */
export interface Groups {
  add(scope: Scope): typeof FAILED | undefined;
  scopes(): Iterable<Scope>;
}

interface Group {
  readonly scope: Scope;
  readonly items: unknown[];
}

/** Compiles `groupBy`. Only single values (text, numbers, true and false, or nothing) can be keys. */
export function compileGroup(
  keys: readonly string[],
  block: Block,
  environment: Environment,
  rule: RuleInfo,
  where: string,
): () => Groups {
  if (!Array.isArray(keys) || keys.length === 0) throw new MappingError(where, '"groupBy" needs a list of paths');
  const paths = keys.map((key) => compilePath(key as string, block, environment, where));
  return () => {
    const groups = new Map<string, Group>();
    return {
      add(scope) {
        let key = '';
        for (const path of paths) {
          const value = path.get(scope) ?? null;
          if (value === FAILED) return FAILED;
          if (typeof value === 'object' && value !== null)
            return report(scope, rule, path, `records can be grouped by a single value, got ${describeShape(value)}`);
          key += `${JSON.stringify(value)},`;
        }
        const known = groups.get(key);
        if (known !== undefined) known.items.push(scope.source);
        else groups.set(key, openGroup(scope));
        return undefined;
      },
      *scopes() {
        for (const { scope } of groups.values()) yield scope;
      },
    };
  };
}

/** The scope of the list moves on to the next record, so a group gets one of its own, at the place of its first record. */
function openGroup(scope: Scope): Group {
  const items: unknown[] = [scope.source];
  // Of flattened lists, the outer records are kept as well: `^` still reads the one that the first record stands in.
  const own = new Scope(scope.run, scope.frame, frozen(scope.parent));
  own.enter({ first: scope.source, items }, 0, scope.sourceIndex);
  own.offset = scope.offset;
  own.out = {};
  return { scope: own, items };
}

function frozen(scope: Scope | undefined): Scope | undefined {
  if (scope === undefined || !scope.frame.transparent) return scope;
  const copy = new Scope(scope.run, scope.frame, frozen(scope.parent));
  copy.enter(scope.source, scope.index, scope.sourceIndex);
  copy.lets = scope.lets;
  copy.out = scope.out;
  return copy;
}
