import type { Resource } from '../../shared';
import { audit } from './audit';
import { effect } from './effect';
import { event } from './event';
import { incident } from './incident';
import { link } from './link';
import { mapping } from './mapping';

export const resources: readonly Resource[] = [event, effect, link, audit, mapping, incident];
