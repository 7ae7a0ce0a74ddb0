import { NotSimulatedError } from '../errors';
import { accessOf } from '../orm/access';
import type { Behaviour } from '../orm/behaviour';
import { isTruthy } from '../values/value';

export const user: Behaviour = {
  methods: {
    get_preferences: {
      call(env, [contextOnly]) {
        if (!isTruthy(contextOnly)) throw new NotSimulatedError('res.user.get_preferences with all preferences');
        return { ...accessOf(env.user)?.preferences };
      },
    },
  },
};
