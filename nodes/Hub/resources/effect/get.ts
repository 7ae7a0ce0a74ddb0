import type { EffectSummary } from '../../../../core/hub';
import type { Operation } from '../../../shared';
import { requiredText } from '../../../shared';
import { call, pathOf, toItem } from '../../shared/call';
import { effectKeyProperty } from '../../shared/properties';

/** Reads one effect by its key. */
export const get: Operation = {
  effect: { class: 'read', repeat: 'Changes nothing.' },
  option: { name: 'Get', value: 'get', action: 'Get an effect', description: 'Get one effect by its key' },
  properties: [effectKeyProperty],
  async execute(context, itemIndex) {
    const key = requiredText(context, 'effectKey', 'Effect Key', itemIndex);
    return [toItem(await call<EffectSummary>(context, { method: 'GET', path: pathOf('/v1/effects/one', { key }) }))];
  },
};
