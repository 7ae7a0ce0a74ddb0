export * from './ensureParty';
export * from './findParty';
export * from './partyCode';
export * from './places';
export * from './storedParty';
