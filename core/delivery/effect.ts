/**
 * What a repeat of an operation does on the target:
 *
 * - `read`              changes nothing
 * - `write-idempotent`  sets an absolute state: the same request twice is the same as once
 * - `write-keyed`       the target enforces our key: the second request is refused or answered with the first result
 * - `write-lookup`      the target enforces nothing: we look for our reference before creating
 * - `write-blind`       neither is possible: a lost answer has to be settled by a person
 */
export type EffectClass = 'read' | 'write-idempotent' | 'write-keyed' | 'write-lookup' | 'write-blind';

export interface Effect {
  readonly class: EffectClass;
  /** One plain sentence for users: what happens when the operation is repeated. */
  readonly repeat: string;
}
