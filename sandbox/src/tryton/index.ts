export { readTrytonJournal, type Commit, type JournalOptions, type SaleEffect } from './journal';
export { runTrytonProcess, trytonProcessUsage } from './process';
export { Knobs, type ForcedWarning } from './rpc/knobs';
export { seedUsers, type SeedUser } from './seed/seed';
export { startTrytonSimulator, type TrytonSimulator, type TrytonSimulatorOptions } from './simulator';
export { TrytonState, type SaleLineView, type SaleView } from './state';
