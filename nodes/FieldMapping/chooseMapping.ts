import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../core/failure';
import type { CompiledMapping } from '../../core/mapping';
import { MappingError, compileOwn, compileShipped, shippedMappingIds } from '../../core/mapping';
import { overrideMapping } from './overrideMapping';

const MAX_CACHED = 50;

/** Own mappings compiled in this process, by their text: a batch compiles once, not once an item or execution. */
const compiled = new Map<string, CompiledMapping>();

/**
 * The mapping that the node's parameters name.
 * @throws Failure BadMapping with the place in the file when the mapping itself is wrong
 */
export function chooseMapping(context: IExecuteFunctions): CompiledMapping {
  const source = context.getNodeParameter('mappingSource', 0) as string;
  if (source === 'json') return compileText(asText(context.getNodeParameter('mappingJson', 0)));
  const id = context.getNodeParameter('mappingId', 0) as string;
  const shipped = compileShipped(id);
  if (shipped === undefined) {
    throw new Failure('BadMapping', id === '' ? 'No mapping is chosen' : `There is no shipped mapping "${id}"`, {
      nextStep: `Choose one of: ${shippedMappingIds.join(', ')}.`,
    });
  }
  if (source !== 'overrides') return shipped;
  const form = context.getNodeParameter('overrides', 0) as { value?: Readonly<Record<string, unknown>> | null };
  return compileText(JSON.stringify(overrideMapping(id, shipped.version, form.value ?? {})));
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function compileText(text: string): CompiledMapping {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const result = tryCompile(text);
  if (typeof result === 'string')
    throw new Failure('BadMapping', `The mapping cannot be used: ${result}`, {
      nextStep: 'Correct the mapping at the place named.',
    });
  if (compiled.size >= MAX_CACHED) compiled.clear();
  compiled.set(text, result);
  return result;
}

/** @returns the problem as text when the mapping is wrong */
function tryCompile(text: string): CompiledMapping | string {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return 'it is not valid JSON';
  }
  try {
    return compileOwn(file);
  } catch (error) {
    return error instanceof MappingError
      ? `${error.where}: ${error.problem}`
      : `an unexpected problem (${error instanceof Error ? error.name : typeof error}); please report it`;
  }
}
