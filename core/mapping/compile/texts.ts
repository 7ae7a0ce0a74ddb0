import { formatShortest } from '../../decimal';
import type { Decimal } from '../../decimal';
import { describeShape } from '../../failure';
import type { Path } from '../format';
import { MappingError } from '../issue';
import type { PathInfo, RuleInfo } from './environment';
import { assertKeys, report } from './environment';
import type { CompiledPath } from './path';
import type { Scope } from './scope';
import { FAILED } from './scope';
import type { CompiledSource } from './source';

type CompileOne = (text: Path) => CompiledPath;

/** The value of a path as text; FAILED (reported) when it has none. */
function readText(path: CompiledPath, scope: Scope, rule: RuleInfo): string | undefined | typeof FAILED {
  const value = path.get(scope);
  if (typeof value === 'string') return value;
  if (value === undefined || value === FAILED) return value as undefined | typeof FAILED;
  if (path.decimal) return formatShortest(value as Decimal);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'boolean') return String(value);
  return report(scope, rule, path, `expected text, got ${describeShape(value)}`);
}

function describe(paths: readonly CompiledPath[]): PathInfo | undefined {
  const [first] = paths;
  if (first === undefined) return undefined;
  return { pointer: (scope) => first.pointer(scope), personal: paths.some(({ personal }) => personal) };
}

function compileAll(paths: unknown, path: CompileOne, where: string): readonly CompiledPath[] {
  if (!Array.isArray(paths) || paths.length === 0) throw new MappingError(where, 'expected a list of paths');
  return paths.map((text) => path(text as Path));
}

/** `{"join": {"paths", "with"}}`: the texts that are there and not empty, with a separator. */
export function compileJoin(join: unknown, path: CompileOne, rule: RuleInfo, where: string): CompiledSource {
  assertKeys(join, ['paths', 'with'], where, '"join"');
  const paths = compileAll(join.paths, path, where);
  const separator = join.with;
  if (typeof separator !== 'string') throw new MappingError(where, '"join" needs a text under "with"');
  return {
    yields: 'any',
    source: describe(paths),
    read: (scope) => {
      let result: string | undefined;
      for (const one of paths) {
        const text = readText(one, scope, rule);
        if (text === FAILED) return FAILED;
        if (text !== undefined && text !== '') result = result === undefined ? text : `${result}${separator}${text}`;
      }
      return result;
    },
  };
}

/** `{"list": [paths]}`: the texts that are there and not empty, as a list. */
export function compileList(list: unknown, path: CompileOne, rule: RuleInfo, where: string): CompiledSource {
  const paths = compileAll(list, path, where);
  return {
    yields: 'any',
    source: describe(paths),
    read: (scope) => {
      const texts: string[] = [];
      for (const one of paths) {
        const text = readText(one, scope, rule);
        if (text === FAILED) return FAILED;
        if (text !== undefined && text !== '') texts.push(text);
      }
      return texts.length === 0 ? undefined : texts;
    },
  };
}

/** `"{last_name} {first_name}"`: a missing part makes the whole value missing. `{{` and `}}` stand for braces. */
export function compileTemplate(template: unknown, path: CompileOne, rule: RuleInfo, where: string): CompiledSource {
  if (typeof template !== 'string') throw new MappingError(where, '"template" must be a text');
  const parts: (string | CompiledPath)[] = [];
  const pattern = /\{\{|\}\}|\{([^{}]+)\}|[{}]/g;
  let from = 0;
  for (const match of template.matchAll(pattern)) {
    parts.push(template.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[1] !== undefined) parts.push(path(match[1]));
    else if (match[0].length === 2) parts.push(match[0].charAt(0));
    else throw new MappingError(where, `the template has a single "${match[0]}"; write it twice to mean the character`);
  }
  parts.push(template.slice(from));
  const used = parts.filter((part) => part !== '');
  return {
    yields: 'any',
    source: describe(parts.filter((part) => typeof part !== 'string')),
    read: (scope) => {
      let result = '';
      for (const part of used) {
        if (typeof part === 'string') {
          result += part;
          continue;
        }
        const text = readText(part, scope, rule);
        if (text === undefined || text === FAILED) return text;
        result += text;
      }
      return result;
    },
  };
}
