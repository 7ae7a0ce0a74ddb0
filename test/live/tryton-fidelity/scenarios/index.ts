import type { Scenario } from '../peer';
import { amounts } from './amounts';
import { changes } from './changes';
import { connector } from './integration';
import { orderToProcessing } from './orders';
import { beforeLogin, session } from './protocol';
import { dangling, races } from './races';
import { randomAmounts } from './random';
import { domains, masterData, reads } from './reading';
import { refusals } from './refusals';
import { states } from './states';
import { parties, products } from './writing';

/** All conversations, in the order in which they are held: each one finds what those before it left behind. */
export const scenarios: readonly Scenario[] = [
  beforeLogin,
  session,
  masterData,
  domains,
  reads,
  orderToProcessing,
  refusals,
  states,
  amounts,
  parties,
  products,
  connector,
  randomAmounts,
  changes,
  races,
  dangling,
];
