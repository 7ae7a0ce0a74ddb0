import { decideAboutEvent } from './decide';

/** Hands a parked event out again. */
export const replay = decideAboutEvent(
  'replay',
  {
    name: 'Replay',
    action: 'Replay an event',
    description: 'Hand a parked event out again; an older version than one already taken on is refused',
  },
  'A repeat is refused once the event is no longer parked.',
);
