import type { Effect, EffectClass } from '../../../core/delivery';
import type { ErpOperation } from '../contract';
import { systems } from '../systems';

/** From the promise that holds best to the one that holds least. */
const STRENGTH: readonly EffectClass[] = ['read', 'write-idempotent', 'write-keyed', 'write-lookup', 'write-blind'];

/** What the node promises for an operation: the weakest of its systems, because the promise must hold for every one. */
export function effectOf(operation: ErpOperation): Effect {
  const effects = systems.map((system) => system.effects[operation]);
  return effects.reduce((weakest, effect) =>
    STRENGTH.indexOf(effect.class) > STRENGTH.indexOf(weakest.class) ? effect : weakest,
  );
}
