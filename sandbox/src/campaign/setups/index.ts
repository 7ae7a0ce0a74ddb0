import type { SetupName } from '../options';
import { startNoHub } from './noHub';
import { startQueue } from './queue';
import type { SetupContext, StartedSetup } from './setup';
import { startSingle } from './single';

export * from './credentials';
export * from './hubClient';
export * from './setup';

/** How each setup is started. */
export const SETUP_STARTS: Readonly<Record<SetupName, (context: SetupContext) => Promise<StartedSetup>>> = {
  single: startSingle,
  queue: startQueue,
  'no-hub': startNoHub,
};
