export * from './parseLossless';
