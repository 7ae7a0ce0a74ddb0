import { decideAboutEvent } from './decide';

/** Ends a parked event by hand. */
export const resolve = decideAboutEvent(
  'resolve',
  {
    name: 'Resolve',
    action: 'Resolve an event',
    description: 'End a parked event by hand, with a reason, because it was settled elsewhere',
  },
  'A repeat is refused once the event has ended.',
);
