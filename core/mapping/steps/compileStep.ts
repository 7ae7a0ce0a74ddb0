import type { Step } from '../format';
import { MappingError } from '../issue';
import { dateSteps } from './dateSteps';
import { numberSteps, plainNumberSteps } from './numberSteps';
import type { ChangeText, CompileStep, CompiledStep, StepContext } from './step';
import { onText } from './step';
import { tableSteps } from './tableSteps';
import { plainTextSteps, sameText, textSteps } from './textSteps';

const PLAIN: Readonly<Record<string, CompileStep>> = { ...plainTextSteps, ...plainNumberSteps };
const WITH_ARGUMENT: Readonly<Record<string, CompileStep>> = { ...textSteps, ...numberSteps, ...tableSteps, ...dateSteps };

/** Names of the steps written as a bare word, and of those written as an object with one key. */
export const PLAIN_STEPS: readonly string[] = Object.keys(PLAIN);
export const ARGUMENT_STEPS: readonly string[] = Object.keys(WITH_ARGUMENT);

function compileStep(step: Step, context: StepContext): CompiledStep {
  if (typeof step === 'string') {
    const plain = Object.hasOwn(PLAIN, step) ? PLAIN[step] : undefined;
    if (plain === undefined)
      throw new MappingError(
        context.where,
        `"${step.slice(0, 40)}" is not a step; the steps are ${[...PLAIN_STEPS, ...ARGUMENT_STEPS].join(', ')}`,
      );
    return plain(undefined, context);
  }
  const [entry, ...others] =
    typeof step === 'object' && step !== null ? Object.entries(step as Readonly<Record<string, unknown>>) : [];
  const compile = entry !== undefined && Object.hasOwn(WITH_ARGUMENT, entry[0]) ? WITH_ARGUMENT[entry[0]] : undefined;
  if (entry === undefined || compile === undefined || others.length > 0) {
    throw new MappingError(
      context.where,
      `a step is one of ${PLAIN_STEPS.join(', ')} or an object with one of ${ARGUMENT_STEPS.join(', ')}`,
    );
  }
  return compile(entry[1], context);
}

/** Compiles a chain of steps; neighbours that work on text become one. */
export function compileSteps(steps: readonly Step[], context: StepContext): readonly CompiledStep[] {
  if (!Array.isArray(steps)) throw new MappingError(context.where, '"steps" must be a list');
  const result: CompiledStep[] = [];
  let texts: ChangeText[] = [];
  let start = context;
  let { incoming } = context;
  const flush = (): void => {
    if (texts.length > 0) result.push(onText(start, chain(texts)));
    texts = [];
  };
  for (const [place, step] of steps.entries()) {
    const own: StepContext = { ...context, incoming, where: `${context.where}.steps[${place}]` };
    const compiled = compileStep(step as Step, own);
    if (compiled.change === undefined) {
      flush();
      result.push(compiled);
    } else {
      if (texts.length === 0) start = own;
      texts.push(compiled.change);
      if (compiled.endsText === true) flush();
    }
    incoming = compiled.yields;
  }
  flush();
  return result;
}

/** Runs text steps one after the other; what became missing or failed stays so. */
function chain(steps: readonly ChangeText[]): ChangeText {
  const [first, second, ...others] = steps.length > 1 ? steps.filter((step) => step !== sameText) : steps;
  if (first === undefined) return sameText;
  if (second === undefined) return first;
  const two: ChangeText = (text, scope) => {
    const value = first(text, scope);
    return typeof value === 'string' ? second(value, scope) : value;
  };
  return others.length === 0 ? two : chain([two, ...others]);
}
