import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../core/failure';
import type { MappingReference } from '../../core/hub';
import type { CompiledMapping } from '../../core/mapping';
import { MappingError, compileOwn, compileShipped, shippedMappingIds } from '../../core/mapping';
import type { HubClient } from '../shared/hub';
import { readHubMapping } from '../shared/hub';
import { overrideMapping } from './overrideMapping';

const MAX_CACHED = 50;

/** Own mappings compiled in this process, by their text: a batch compiles once, not once an item or execution. */
const compiled = new Map<string, CompiledMapping>();

export interface ChosenMapping {
  readonly mapping: CompiledMapping;
  /** How the hub names it, when it comes from there. */
  readonly reference?: MappingReference;
}

/**
 * The mapping that the node's parameters name; one of the hub is asked for once an execution.
 * @throws Failure BadMapping with the place in the file when the mapping itself is wrong
 */
export async function chooseMapping(context: IExecuteFunctions, hub: HubClient | undefined): Promise<ChosenMapping> {
  const source = context.getNodeParameter('mappingSource', 0) as string;
  if (source === 'json') return { mapping: compileText(asText(context.getNodeParameter('mappingJson', 0))) };
  if (source === 'hub') return await fromHub(context, hub);
  const id = context.getNodeParameter('mappingId', 0) as string;
  const shipped = compileShipped(id);
  if (shipped === undefined) {
    throw new Failure('BadMapping', id === '' ? 'No mapping is chosen' : `There is no shipped mapping "${id}"`, {
      nextStep: `Choose one of: ${shippedMappingIds.join(', ')}.`,
    });
  }
  if (source !== 'overrides') return { mapping: shipped };
  const form = context.getNodeParameter('overrides', 0) as { value?: Readonly<Record<string, unknown>> | null };
  return { mapping: compileText(JSON.stringify(overrideMapping(id, shipped.version, form.value ?? {}))) };
}

async function fromHub(context: IExecuteFunctions, hub: HubClient | undefined): Promise<ChosenMapping> {
  if (hub === undefined) {
    throw new Failure('NeedsHuman', 'The mapping is to come from the hub, but the node has no hub credential', {
      nextStep: 'Choose the MedSupply Hub credential in this node, or another source of the mapping.',
    });
  }
  const id = (context.getNodeParameter('hubMappingId', 0) as string).trim();
  if (id === '') throw new Failure('BadMapping', 'No mapping is chosen', { nextStep: 'Choose a mapping of the hub.' });
  const version = (context.getNodeParameter('hubMappingVersion', 0, '') as string).trim();
  const { stored, file } = await readHubMapping(hub, id, version === '' ? undefined : version);
  return { mapping: compileText(JSON.stringify(file)), reference: { id: stored.id, version: stored.version, hash: stored.hash } };
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
