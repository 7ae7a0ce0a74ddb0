// What the benchmarks measure of the product, bundled by run.mjs: swc or ts-node would measure themselves.
export { compileMapping, compileShipped, findShippedMapping } from '../../core/mapping';
export { validatorFor, validateDocument } from '../../core/documents';
