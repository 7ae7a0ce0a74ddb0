import type { Resource } from '../../shared';
import { order } from './order';
import { party } from './party';
import { product } from './product';

export const resources: readonly Resource[] = [order, party, product];
