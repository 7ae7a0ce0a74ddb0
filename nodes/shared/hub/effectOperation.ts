import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Effect, EffectOutcome, EffectTask, RefusedTask, Written } from '../../../core/delivery';
import { runEffects } from '../../../core/delivery';
import { Failure, isFailure } from '../../../core/failure';
import type { ItemOutcome, Operation } from '../operation';
import { effectOptionsProperty, effectPolicy } from './effectOptions';
import { hubEventOf, mappingUsedOf } from './hubFields';
import { hubLedger } from './ledger';
import { optionalHub } from './optionalHub';

/** By what an effect is known at the hub. */
export interface EffectIdentity {
  readonly key: string;
  readonly version?: string;
  readonly fingerprint: string;
}

/** What one item asks of the target. */
export interface PlannedEffect<Target> {
  /** Asked only when there is a hub. */
  identify(target: Target): EffectIdentity;
  /**
   * Writes and reads back.
   * @param exclusive true when the hub has granted the write: nobody else writes this record at this moment
   */
  write(target: Target, exclusive: boolean): Promise<Written<object>>;
}

export interface EffectOperation<Target> {
  readonly effect: Effect;
  readonly option: Operation['option'];
  readonly properties: INodeProperties[];
  /**
   * Opens the target, once for all items.
   * @throws Failure when the node is not set up for it: that is no item's fault
   */
  connect(context: IExecuteFunctions): Promise<Target>;
  /**
   * Reads one item; calls nothing outside.
   * @throws Failure when it asks for nothing that can be written
   */
  plan(context: IExecuteFunctions, itemIndex: number): PlannedEffect<Target>;
}

/**
 * A writing operation. Without a hub credential every item is written on its own, resting on the target's keys and look-ups. With
 * one, the items of an execution are claimed together, written under their claims, settled, and their hub events reported.
 */
export function effectOperation<Target>({ effect, option, properties, connect, plan }: EffectOperation<Target>): Operation {
  return {
    effect,
    option,
    properties: [...properties, effectOptionsProperty],
    async execute(context, itemIndex) {
      const planned = plan(context, itemIndex);
      const { result } = await planned.write(await connect(context), false);
      return [toItem(result)];
    },
    async executeAll(context) {
      const hub = await optionalHub(context);
      if (hub === undefined) return undefined;
      const target = await connect(context);
      const tasks = context.getInputData().map(({ json }, itemIndex) => {
        const planItem = () => plan(context, itemIndex);
        return taskOf(planItem, target, json);
      });
      const clock = { now: () => Date.now() };
      const outcomes = await runEffects(tasks, hubLedger(hub.client), clock, effectPolicy(context, effect.class));
      return outcomes.map(toItemOutcome);
    },
  };
}

function taskOf<Target>(
  planItem: () => PlannedEffect<Target>,
  target: Target,
  json: IDataObject,
): EffectTask<object> | RefusedTask {
  const event = hubEventOf(json);
  try {
    const planned = planItem();
    return {
      ...planned.identify(target),
      event,
      mapping: mappingUsedOf(json),
      deliver: () => planned.write(target, true),
    };
  } catch (error) {
    return { event, refusal: isFailure(error) ? error : unexpected(error) };
  }
}

function toItemOutcome(outcome: EffectOutcome<object>): ItemOutcome {
  switch (outcome.kind) {
    case 'done':
      return { ok: true, items: [toItem(outcome.result)] };
    case 'superseded':
      return { ok: true, items: [toItem({ outcome: 'superseded', effect: outcome.key, by: outcome.by || null })] };
    default:
      return { ok: false, error: outcome.failure };
  }
}

/** One output item from a result: only plain JSON, absent fields left out. */
function toItem(result: object): INodeExecutionData {
  return { json: JSON.parse(JSON.stringify(result)) as IDataObject };
}

/** n8n's own errors (an expression that cannot be evaluated, say) may quote values: only their kind is told to the hub. */
function unexpected(error: unknown): Failure {
  const kind = error instanceof Error ? error.name : typeof error;
  return new Failure('BadMapping', `A parameter of the node could not be read for this item (${kind})`, {
    code: 'bad-parameter',
    nextStep: 'Nothing was written. Run the workflow by hand with this item and correct the parameter that n8n marks.',
  });
}
