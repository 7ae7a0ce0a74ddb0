import type { Rounding } from '../../decimal';
import { describeShape } from '../../failure';
import type { RoundingName } from '../format';
import { MappingError } from '../issue';
import { ROUNDINGS } from '../vocabulary';
import type { Block, Environment, RuleInfo } from './environment';
import { report } from './environment';
import { compilePath } from './path';
import type { Scope } from './scope';
import { FAILED } from './scope';

/** Checks a rounding mode while compiling. */
export function assertRounding(name: unknown, where: string): Rounding {
  if (!ROUNDINGS.includes(name as RoundingName)) throw new MappingError(where, `rounding must be one of ${ROUNDINGS.join(', ')}`);
  return name as Rounding;
}

/** A number of decimals: fixed, or read from the record (a currency's scale). */
export function compileScale(
  scale: unknown,
  block: Block,
  environment: Environment,
  rule: RuleInfo,
  where: string,
): (scope: Scope) => number | typeof FAILED {
  if (typeof scale === 'number') {
    if (!Number.isInteger(scale) || scale < 0 || scale > 12)
      throw new MappingError(where, 'scale must be a whole number from 0 to 12');
    return () => scale;
  }
  if (typeof scale !== 'string') throw new MappingError(where, 'scale must be a whole number from 0 to 12, or a path to one');
  const path = compilePath(scale, block, environment, where);
  const { get } = path;
  return (scope) => {
    const value = get(scope);
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 12) return value;
    if (value === FAILED) return FAILED;
    return report(scope, rule, path, `expected a number of decimals from 0 to 12, got ${describeShape(value)}`);
  };
}
