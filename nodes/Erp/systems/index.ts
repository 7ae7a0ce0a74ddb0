import type { ErpSystem } from '../contract';
import { tryton } from './tryton';

/** Every ERP that the node can talk to: a system is a folder and a row here. */
export const systems: readonly ErpSystem[] = [tryton];
