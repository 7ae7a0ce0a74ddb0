import type { Behaviour, Clause } from '../orm/behaviour';
import type { Domain } from '../orm/domain';
import type { ModelRecord } from '../orm/record';

const partyName = (record: ModelRecord): string => record.required('party').recName;
const searchParty = ([, ...rest]: Clause): Domain => [['party.rec_name', ...rest]];

/** A company is called as its party. */
export const company: Behaviour = { getters: { rec_name: partyName }, searchers: { rec_name: searchParty } };

/** An employee is called as his party. */
export const employee: Behaviour = { getters: { rec_name: partyName }, searchers: { rec_name: searchParty } };
