import names from '../models/recorded/names.json';
import { NotSimulatedError, UnknownKeyError } from '../errors';
import type { Behaviour } from './behaviour';
import { modelDefinitions } from './definition';
import { Model } from './model';

const everyName = names as { readonly [qualifiedName: string]: readonly string[] };

/** The simulated models. */
export class Registry {
  private readonly models: ReadonlyMap<string, Model>;

  constructor(behaviours: { readonly [model: string]: Behaviour }) {
    this.models = new Map(
      [...modelDefinitions].map(([name, definition]) => [name, new Model(definition, behaviours[name] ?? {})]),
    );
  }

  /** The model of that name; refuses names the real system does not know as it does, and others as not simulated. */
  model(name: string): Model {
    const model = this.models.get(name);
    if (model) return model;
    if (`model.${name}` in everyName) throw new NotSimulatedError(`the model ${name}`);
    throw new UnknownKeyError(name);
  }

  /** All models in the order of the real system's list. */
  all(): readonly Model[] {
    return [...this.models.values()].sort((a, b) => a.definition.poolOrder - b.definition.poolOrder);
  }

  has(name: string): boolean {
    return this.models.has(name);
  }
}

/** The methods that the real system offers for an object such as `model.sale.sale`; `undefined` for an unknown object. */
export function methodsOf(qualifiedName: string): readonly string[] | undefined {
  return everyName[qualifiedName];
}
