import { NotSimulatedError } from '../errors';
import { Decimal } from '../values/decimal';

/**
 * Evaluates a price formula: decimal numbers, names, + - * / and parentheses. Anything else of the real language is not
 * simulated and fails.
 */
export function evaluateFormula(formula: string, names: { readonly [name: string]: Decimal }): Decimal {
  const tokens = formula.match(/\d+(?:\.\d+)?|[A-Za-z_]\w*|[-+*/()]|\S/g) ?? [];
  let position = 0;
  const unsupported = () => new NotSimulatedError(`the price formula ${JSON.stringify(formula)}`);

  function factor(): Decimal {
    const token = tokens[position++];
    if (token === undefined) throw unsupported();
    if (token === '-') return factor().negated();
    if (token === '(') {
      const value = sum();
      if (tokens[position++] !== ')') throw unsupported();
      return value;
    }
    if (/^\d/.test(token)) return Decimal.parse(token);
    const value = Object.hasOwn(names, token) ? names[token] : undefined;
    if (!value) throw unsupported();
    return value;
  }

  function product(): Decimal {
    let value = factor();
    while (tokens[position] === '*' || tokens[position] === '/')
      value = tokens[position++] === '*' ? value.times(factor()) : value.dividedBy(factor());
    return value;
  }

  function sum(): Decimal {
    let value = product();
    while (tokens[position] === '+' || tokens[position] === '-')
      value = tokens[position++] === '+' ? value.plus(product()) : value.minus(product());
    return value;
  }

  const result = sum();
  if (position !== tokens.length) throw unsupported();
  return result;
}
