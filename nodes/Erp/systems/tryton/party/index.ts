export * from './ensureParty';
export * from './findParty';
export * from './parties';
export * from './partyCode';
export * from './places';
export * from './storedParty';
