export * from './businessKey';
