import type { PushTarget } from '../../../core/hub';
import type { DueEvents, Inbox } from '../contract';
import type { KnownSource, KnownSubscription } from '../sources/directory';

type Redriven = Parameters<Inbox['lease']>[0]['redriven'];

/** Events of one source on their way to one target. */
export interface Lane {
  readonly source: string;
  readonly redriven: Redriven;
  readonly push: PushTarget;
  readonly workflowId: string;
  /** Names the target for its backoff; another address is another target. */
  readonly target: string;
}

/**
 * First hand-outs go to the trigger of the source. Whatever was handed out before goes to a recovery workflow, where one subscribed
 * to `event.unfinished` and answers; otherwise to the trigger again, so that no event waits for a workflow that is not there.
 *
 * @param isAnswering whether a target is not being left alone after failures
 */
export function lanesOf(
  sources: readonly KnownSource[],
  recoveries: readonly KnownSubscription[],
  isAnswering: (target: string) => boolean,
): readonly Lane[] {
  const recovery = recoveries.find((subscription) => isAnswering(targetOf(subscription)));
  return sources.flatMap((source) => {
    const own = (redriven: Redriven): Lane => laneTo(source, source, redriven);
    return recovery === undefined ? [own('any')] : [own('none'), laneTo(source, recovery, 'only')];
  });
}

/** Events that are due in a lane. @returns `undefined` when there are none */
export function dueIn(
  lane: Lane,
  due: readonly DueEvents[],
): { readonly count: number; readonly oldestDueAtMs: number } | undefined {
  const mine = due.filter(({ source, redriven }) => source === lane.source && fits(lane.redriven, redriven));
  if (mine.length === 0) return undefined;
  return {
    count: mine.reduce((sum, { count }) => sum + count, 0),
    oldestDueAtMs: Math.min(...mine.map(({ oldestDueAtMs }) => oldestDueAtMs)),
  };
}

function fits(wanted: Redriven, redriven: boolean): boolean {
  return wanted === 'any' || (wanted === 'only') === redriven;
}

function laneTo(source: KnownSource, receiver: KnownSource | KnownSubscription, redriven: Redriven): Lane {
  return { source: source.id, redriven, push: receiver.push, workflowId: receiver.workflow.id, target: targetOf(receiver) };
}

function targetOf({ id, push }: KnownSource | KnownSubscription): string {
  return `${id} ${push.url}`;
}
