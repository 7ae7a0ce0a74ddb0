import { stopGlobalPostgres } from './globalPostgres';

/** Jest's `globalTeardown`. */
export default stopGlobalPostgres;
