import type { EffectSummary } from '../../../../core/hub';
import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { call, toItem } from '../../shared/call';
import { effectKeyProperty, reasonProperty } from '../../shared/properties';

/** A person decides about an effect whose outcome nobody else can find out. */
export const resolve: Operation = {
  effect: { class: 'write-idempotent', repeat: 'A repeat is refused once the effect is decided.' },
  option: {
    name: 'Resolve',
    value: 'resolve',
    action: 'Resolve an effect',
    description: 'Decide by hand about an unknown or parked effect, after looking in the target',
  },
  properties: [
    effectKeyProperty,
    {
      displayName: 'Decision',
      name: 'decision',
      type: 'options',
      options: [
        { name: 'It Does Not Stand', value: 'retry', description: 'It may be claimed and written again' },
        { name: 'It Stands', value: 'done', description: 'It was written and counts as done' },
      ],
      default: 'done',
      description: 'What somebody saw in the target',
    },
    reasonProperty,
  ],
  async execute(context, itemIndex) {
    const key = requiredText(context, 'effectKey', 'Effect Key', itemIndex);
    const reason = requiredText(context, 'reason', 'Reason', itemIndex);
    const outcome = context.getNodeParameter('decision', itemIndex) as 'done' | 'retry';
    const body = { key, outcome, reason };
    return [toItem(await call<EffectSummary>(context, { method: 'POST', path: '/v1/effects/resolve', body }))];
  },
};
