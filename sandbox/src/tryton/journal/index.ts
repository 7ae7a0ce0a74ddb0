export { Journal, readTrytonJournal, type Commit, type JournalOptions } from './journal';
export type { SaleEffect } from './effects';
